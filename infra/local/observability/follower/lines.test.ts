import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { nanoseconds, parseLine } from "./lines";

const now = new Date(2026, 10, 25, 20, 0, 0);
const nanos = (date: Date, rest: string): string => `${Math.floor(date.getTime() / 1000)}${rest}`;

describe("parseLine", () => {
  it("reads what Kubernetes writes: level, and time without a year", () => {
    assert.deepEqual(parseLine('E1125 19:49:10.123456   79 a.go:1] "No"', now), {
      time: nanos(new Date(2026, 10, 25, 19, 49, 10), "123456000"),
      level: "error",
    });
    assert.equal(parseLine("W0101 00:00:00.000001 1 a.go:1] x", now).level, "warning");
    assert.equal(parseLine("I0101 00:00:00.000001 1 a.go:1] x", now).level, "info");
    assert.equal(parseLine("F0101 00:00:00.000001 1 a.go:1] x", now).level, "error");
  });

  it("takes a day that is yet to come for one of the year before", () => {
    const { time } = parseLine("I1231 23:59:59.000000 1 a.go:1] x", new Date(2027, 0, 1, 0, 1, 0));
    assert.equal(time, nanos(new Date(2026, 11, 31, 23, 59, 59), "000000000"));
  });

  it("reads what etcd and kwok write", () => {
    assert.deepEqual(parseLine('{"level":"warn","ts":"2026-11-25T19:49:01.379561Z","msg":"x"}', now), {
      time: nanos(new Date("2026-11-25T19:49:01Z"), "379561000"),
      level: "warning",
    });
    assert.deepEqual(parseLine('{"time":"2026-11-25T20:49:01.465575797+01:00","level":"ERROR"}', now), {
      time: nanos(new Date("2026-11-25T19:49:01Z"), "465575797"),
      level: "error",
    });
  });

  it("knows no time where a line has none", () => {
    for (const line of ["goroutine 1 [running]:", "{ not JSON", "[1]", ""]) {
      assert.deepEqual(parseLine(line, now), { time: undefined, level: "info" });
    }
    assert.deepEqual(parseLine("panic: x", now), { time: undefined, level: "error" });
  });
});

describe("nanoseconds", () => {
  it("loses nothing of a time, whatever its fraction is", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(1e12), max: new Date(2e12), noInvalidDate: true }),
        fc.stringMatching(/^\d{1,9}$/),
        (date, fraction) => {
          const seconds = date.toISOString().slice(0, 19);
          assert.equal(
            nanoseconds(`${seconds}.${fraction}Z`),
            nanos(new Date(`${seconds}Z`), fraction.padEnd(9, "0")),
          );
        },
      ),
    );
    assert.equal(nanoseconds("2026-11-25T19:49:01Z"), nanos(new Date("2026-11-25T19:49:01Z"), "000000000"));
    assert.equal(nanoseconds("yesterday"), undefined);
  });
});
