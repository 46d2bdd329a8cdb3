import * as assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { checkName, digestName, digestOf } from "./digest";

describe("digests", () => {
  it("do not depend on the order of keys", () => {
    assert.equal(digestOf({ a: 1, b: { c: [1, 2], d: 3 } }), digestOf({ b: { d: 3, c: [1, 2] }, a: 1 }));
  });

  it("depend on everything else", () => {
    const different = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: "1" }, { a: [1] }, { a: [1, 2] }, { a: [2, 1] }];
    assert.equal(new Set(different.map(digestOf)).size, different.length);
  });

  it("leave a name readable", () => {
    assert.match(digestName("train", { a: 1 }), /^train-[0-9a-f]{10}$/);
  });
});

describe("checkName", () => {
  it("takes what every controller can append to", () => {
    assert.equal(checkName("TrainJob", "a".repeat(36)), "a".repeat(36));
  });

  for (const name of ["", "Train", "1st", "a-", "a.b", "a".repeat(37)]) {
    it(`refuses "${name}"`, () => {
      assert.throws(() => checkName("TrainJob", name), UserError);
    });
  }
});
