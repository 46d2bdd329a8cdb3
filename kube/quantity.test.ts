import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { parseQuantity } from "./quantity";

describe("parseQuantity", () => {
  it("reads what Kubernetes writes", () => {
    const read = ["0", "100m", "1", "1.5", "2k", "512Mi", "1Gi", "1Ti", "129e6", "1E3", "5n", "+3", ".5"];
    assert.deepEqual(read.map(parseQuantity), [
      0,
      0.1,
      1,
      1.5,
      2000,
      2 ** 29,
      2 ** 30,
      2 ** 40,
      129e6,
      1000,
      5e-9,
      3,
      0.5,
    ]);
    assert.equal(parseQuantity("1E"), 1e18);
    assert.equal(parseQuantity(7), 7);
  });

  it("takes nothing else for a quantity", () => {
    for (const none of ["", "x", "1 Gi", "1gi", "Gi", "1KI", undefined, null, {}]) {
      assert.equal(parseQuantity(none), undefined, JSON.stringify(none));
    }
  });

  it("orders amounts as their sizes are, whatever they are written in", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const of = (mebibytes: number): number => parseQuantity(`${mebibytes}Mi`) ?? NaN;
        assert.equal(of(a) + of(b), of(a + b));
        assert.equal(of(a * 1024), parseQuantity(`${a}Gi`));
        assert.equal(parseQuantity(`${a * 1000}m`), a);
      }),
    );
  });
});
