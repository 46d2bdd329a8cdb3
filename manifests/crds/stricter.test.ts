import assert from "node:assert/strict";
import type { KubeObject } from "../../kube/object";
import type { JsonObject } from "../../plugin/json";
import { compareDefinition } from "./compare";

const text: JsonObject = { type: "string" };
const fields = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties,
  ...more,
});

function definition(spec: JsonObject): KubeObject {
  const schema = { openAPIV3Schema: fields({ spec }) };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "things.x.example" },
    spec: { group: "x.example", versions: [{ name: "v1", served: true, storage: true, schema }] },
  };
}

function stricter(before: JsonObject, after: JsonObject): string[] {
  const change = compareDefinition(definition(before), definition(after));
  return change.stricter.map(({ path, what }) => `${path}: ${what}`);
}

describe("what a definition refuses and the one before took", () => {
  const cases: readonly (readonly [string, JsonObject, JsonObject, readonly string[]])[] = [
    [
      "a field that is required now",
      fields({ a: text }),
      fields({ a: text }, { required: ["a"] }),
      ["spec.a: required"],
    ],
    [
      "none that has a default",
      fields({ a: text }),
      fields({ a: { ...text, default: "x" } }, { required: ["a"] }),
      [],
    ],
    [
      "values of an enum",
      { ...text, enum: ["a", "b"] },
      { ...text, enum: ["b", "c"] },
      ['spec: no longer takes "a"'],
    ],
    ["an enum where there was none", text, { ...text, enum: ["a"] }, ['spec: takes only "a"']],
    ["another type", fields({ a: text }), { type: "array", items: text }, ["spec: type array (was object)"]],
    ["integers in a number", { type: "integer" }, { type: "number" }, []],
    [
      "a string in int-or-string",
      text,
      { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] },
      [],
    ],
    [
      "int-or-string in an integer",
      { "x-kubernetes-int-or-string": true },
      { type: "integer" },
      ["spec: type integer (was int-or-string)"],
    ],
    ["null", { ...text, nullable: true }, text, ["spec: no longer takes null"]],
    [
      "narrower bounds",
      { type: "integer", minimum: 1, maximum: 9 },
      { type: "integer", minimum: 2, maximum: 8 },
      ["spec: minimum 2 (was 1)", "spec: maximum 8 (was 9)"],
    ],
    ["wider bounds", { ...text, minLength: 2, maxLength: 8 }, { ...text, minLength: 0, maxLength: 9 }, []],
    [
      "a bound where there was none",
      text,
      { ...text, minLength: 0, maxLength: 9 },
      ["spec: maxLength 9 (was none)"],
    ],
    [
      "another pattern",
      { ...text, pattern: "a" },
      { ...text, pattern: "b" },
      ['spec: pattern "b" (was "a")'],
    ],
    [
      "another format",
      { type: "integer", format: "int64" },
      { type: "integer", format: "int32" },
      ['spec: format "int32" (was "int64")'],
    ],
    ["a wider format", { type: "integer", format: "int32" }, { type: "integer", format: "int64" }, []],
    [
      "new rules, and none that were there",
      { ...text, "x-kubernetes-validations": [{ rule: "a" }] },
      { ...text, "x-kubernetes-validations": [{ rule: "a" }, { rule: "b" }] },
      ["spec: rule b"],
    ],
    [
      "another schema of the whole value",
      { ...text, oneOf: [{ minLength: 1 }] },
      { ...text, oneOf: [{ minLength: 2 }], not: { maxLength: 1 } },
      ["spec: oneOf is another", "spec: not is new"],
    ],
    [
      "items that are the same",
      { type: "array", items: text },
      { type: "array", items: text, "x-kubernetes-list-type": "set", uniqueItems: true },
      ["spec: uniqueItems", "spec: no two with the same items"],
    ],
    [
      "items",
      { type: "array", items: text },
      { type: "array", items: { ...text, maxLength: 3 } },
      ["spec[]: maxLength 3 (was none)"],
    ],
    ["what was dropped anyway", fields({}), fields({ a: fields({ b: text }, { required: ["b"] }) }), []],
  ];
  for (const [what, before, after, expected] of cases) {
    it(what, () => {
      assert.deepEqual(stricter(before, after), expected);
    });
  }
});
