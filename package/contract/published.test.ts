import assert from "node:assert/strict";
import { changesSincePublished } from "./published";

describe("the contract", () => {
  it("breaks nobody who relies on the last published one", () => {
    assert.deepEqual(
      [...new Set(changesSincePublished())],
      [],
      "other teams' stacks rely on this; if it must change, raise contractVersion and run `npm run contract`",
    );
  });
});
