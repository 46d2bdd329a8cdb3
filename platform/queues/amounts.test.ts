import assert from "node:assert/strict";
import fc from "fast-check";
import { quantity } from "./amounts";

/** What the suffixes of quantities stand for (Kubernetes' API reference, Quantity). */
const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

function valueOf(text: string): number {
  const [, digits, suffix = ""] = /^(\d+)(\w*)$/.exec(text) ?? assert.fail(`${text} is no quantity`);
  return Number(digits) * (suffix === "" ? 1 : (factors[suffix] ?? assert.fail(`${text}: unknown suffix`)));
}

describe("quantity", () => {
  it("is what the API server writes back", () => {
    const of = (dimension: "cpuMillis" | "memoryMiB" | "accelerators", ...units: number[]) =>
      units.map((one) => quantity(dimension, one));
    assert.deepEqual(of("cpuMillis", 0, 1, 1500, 64_000, 1_000_000), ["0", "1m", "1500m", "64", "1k"]);
    assert.deepEqual(of("memoryMiB", 0, 512, 1024, 1536, 256 * 1024), [
      "0",
      "512Mi",
      "1Gi",
      "1536Mi",
      "256Gi",
    ]);
    assert.deepEqual(of("memoryMiB", 2 ** 20, 1536 * 1024, 2 ** 30), ["1Ti", "1536Gi", "1Pi"]);
    assert.deepEqual(of("accelerators", 0, 32, 2000), ["0", "32", "2k"]);
  });

  it("is as much as was asked for, with the largest suffix that fits", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 26), (units) => {
        assert.equal(valueOf(quantity("memoryMiB", units)), units * 2 ** 20);
        assert.equal(Math.round(valueOf(quantity("cpuMillis", units)) * 1000), units);
        assert.equal(valueOf(quantity("accelerators", units)), units);
        assert.doesNotMatch(quantity("accelerators", units * 1000), /000$/);
      }),
    );
  });
});
