import assert from "node:assert/strict";
import * as fc from "fast-check";
import { nearest } from "./nearest";

describe("nearest", () => {
  it("finds each word in a list that has it", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (words) => {
        const word = words[0] ?? "";
        assert.equal(nearest(word, words)?.toLowerCase(), word.toLowerCase());
      }),
    );
  });

  it("forgives a slip and not another word", () => {
    assert.equal(nearest("trainr", ["trainer", "kserve"]), "trainer");
    assert.equal(nearest("grafana", ["trainer", "kserve"]), undefined);
  });
});
