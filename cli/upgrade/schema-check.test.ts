import assert from "node:assert/strict";
import { isChecked, violations } from "./schema-check";

const schema = {
  type: "object",
  required: ["name", "size"],
  properties: {
    name: { type: "string", maxLength: 3, pattern: "^[a-z]+$" },
    size: { type: "integer", minimum: 1, default: 1 },
    mode: { enum: ["a", "b"] },
    port: { "x-kubernetes-int-or-string": true },
    list: { type: "array", maxItems: 1, items: { type: "string", minLength: 2 } },
    map: { type: "object", additionalProperties: { type: "integer" } },
    none: { type: "string", nullable: true },
  },
};

describe("violations", () => {
  it("finds none in what the schema takes", () => {
    const value = { name: "abc", mode: "a", port: "x", list: ["ab"], map: { k: 1 }, none: null, other: 1 };
    assert.deepEqual(violations(schema, value), []);
  });

  it("names path and rule, the same for all items of a list once", () => {
    const value = { size: 0, mode: "c", port: true, list: ["a", "b"], map: { k: "v" } };
    assert.deepEqual(violations(schema, value), [
      { path: "name", rule: "required" },
      { path: "size", rule: "minimum" },
      { path: "mode", rule: "enum" },
      { path: "port", rule: "type" },
      { path: "list", rule: "maxItems" },
      { path: "list[]", rule: "minLength" },
      { path: "map.*", rule: "type" },
    ]);
  });

  it("counts characters as the API server does, and takes a pattern that it can't read for met", () => {
    assert.deepEqual(violations({ type: "string", maxLength: 1 }, "😀"), []);
    assert.deepEqual(violations({ type: "string", pattern: "(?i)a" }, "b"), []);
    assert.deepEqual(violations({ type: "string", pattern: "^a$" }, "b"), [{ path: "", rule: "pattern" }]);
  });
});

describe("isChecked", () => {
  it("is true of what violations looks at", () => {
    const yes = ["required", "maxLength 63 (was 253)", "type integer (was string)", 'takes only "a"'];
    const no = ["rule self.x > 1", 'format "int32" (was none)', "oneOf is new", "no longer served"];
    assert.deepEqual([...yes, ...no].filter(isChecked), yes);
  });
});
