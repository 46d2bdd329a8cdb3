import assert from "node:assert/strict";
import * as fc from "fast-check";
import { compare, isCandidate, isOfLine, isVersion, newestOf } from "./order";

const numbers = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
const stage = fc
  .tuple(fc.constantFrom("alpha", "beta", "rc"), fc.nat(12))
  .map(([name, n]) => `-${name}.${n}`);
const version = fc
  .tuple(fc.constantFrom("", "v"), numbers, fc.option(stage, { nil: "" }))
  .map(([v, parts, suffix]) => `${v}${parts.join(".")}${suffix}`);

describe("the order of versions", () => {
  it("is that of their numbers", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const length = Math.max(a.length, b.length);
        const padded = (parts: number[]) =>
          Array.from({ length }, (_, i) => String(parts[i] ?? 0).padStart(3, "0")).join(".");
        const expected = padded(a) < padded(b) ? -1 : padded(a) > padded(b) ? 1 : 0;
        assert.equal(Math.sign(compare(a.join("."), `v${b.join(".")}`)), expected);
      }),
    );
  });

  it("is one order: what is newer than a newer one is newer, and nothing is newer than itself", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        assert.equal(compare(a, a), 0);
        // 0 - x, as -0 is another zero to the assertion.
        assert.equal(Math.sign(compare(a, b)), 0 - Math.sign(compare(b, a)));
        const [first, second, third] = [a, b, c].sort(compare);
        assert.ok(first !== undefined && second !== undefined && third !== undefined);
        assert.ok(compare(first, second) <= 0 && compare(second, third) <= 0 && compare(first, third) <= 0);
      }),
    );
  });

  it("has a release behind all of its candidates, and before those of the next", () => {
    fc.assert(
      fc.property(numbers, stage, stage, (parts, one, other) => {
        const release = parts.join(".");
        const next = [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1].join(".");
        assert.ok(compare(release, `${release}${one}`) > 0);
        assert.ok(compare(`${next}${other}`, release) > 0);
        assert.ok(compare(next, `${release}${one}`) > 0);
      }),
    );
  });

  it("of Kubeflow's own names", () => {
    const sorted = ["v1.10.2", "26.03-rc.1", "26.03", "26.03.1-rc.2", "26.03.1-rc.10", "26.03.1", "26.10"];
    assert.deepEqual([...sorted].reverse().sort(compare), sorted);
  });

  it("refuses what is no version", () => {
    for (const text of [
      "latest",
      "sha256-0.sig",
      "1.0.0+incompatible",
      "v0.3.1-0.20251126142931-6f9f62ab6f86",
      "",
    ]) {
      assert.equal(isVersion(text), false, text);
      assert.throws(() => compare("1.0", text), /is no version/);
    }
  });
});

describe("the newest version", () => {
  const texts = ["1.9.0", "v1.10.0", "1.11.0-rc.1", "latest", "1.10.0-rc.3"];

  it("is a release, unless candidates are asked for", () => {
    assert.equal(newestOf(texts), "v1.10.0");
    assert.equal(newestOf(texts, { candidates: "too" }), "1.11.0-rc.1");
    assert.equal(newestOf(["2.0-rc.1", "1.0"], { candidates: "only" }), "2.0-rc.1");
    assert.equal(newestOf(["latest"]), undefined);
  });

  it("is never a candidate for whoever is on releases, and never older than any of them", () => {
    fc.assert(
      fc.property(fc.array(version), (all) => {
        const newest = newestOf(all);
        const releases = all.filter((one) => !isCandidate(one));
        assert.equal(newest === undefined, releases.length === 0);
        assert.ok(newest === undefined || !isCandidate(newest));
        assert.ok(releases.every((one) => newest !== undefined && compare(newest, one) >= 0));
      }),
    );
  });

  it("is one of a line where one is asked for", () => {
    assert.equal(newestOf(["1.35.0", "v1.35.4", "1.36.0", "1.350.0"], { line: "1.35" }), "v1.35.4");
    assert.equal(newestOf(["1.36.0"], { line: "1.35" }), undefined);
    assert.equal(isOfLine("v1.35", "1.35"), true);
    assert.equal(isOfLine("1.350.0", "1.35"), false);
  });
});
