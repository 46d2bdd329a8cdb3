import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { KubeObject } from "../../kube/object";
import { at, isObject, type Json, type JsonObject, objectOf } from "../../plugin/json";
import { compareDefinition } from "./compare";
import { fieldPath, keysPath, valuesAt } from "./schema-path";

interface Version {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema: JsonObject;
}

function definition(versions: readonly Version[], status: JsonObject = {}): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "things.x.example" },
    spec: {
      group: "x.example",
      names: { kind: "Thing" },
      versions: versions.map(({ name, served = true, storage = true, schema }) => ({
        name,
        served,
        storage,
        schema: { openAPIV3Schema: schema },
      })),
    },
    status,
  };
}

const fields = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties,
  ...more,
});
const text: JsonObject = { type: "string" };
const preserved = { "x-kubernetes-preserve-unknown-fields": true };

/** What changes where `spec` has another schema. */
function changeOf(before: JsonObject, after: JsonObject) {
  const of = (spec: JsonObject) => definition([{ name: "v1", schema: fields({ spec }) }]);
  return compareDefinition(of(before), of(after));
}
const lost = (before: JsonObject, after: JsonObject) =>
  changeOf(before, after).lostFields.map(({ path }) => path);
const stricter = (before: JsonObject, after: JsonObject) =>
  changeOf(before, after).stricter.map(({ path, what }) => `${path}: ${what}`);

/** Schemas such as definitions have: objects in objects, arrays and maps, with all kinds of names. */
const schemas = fc.letrec<{ any: JsonObject; object: JsonObject }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonObject>(text, { type: "integer" }, { "x-kubernetes-int-or-string": true }),
    tie("object"),
    tie("any").map((items): JsonObject => ({ type: "array", items })),
    tie("any").map((additionalProperties): JsonObject => ({ type: "object", additionalProperties })),
  ),
  object: fc
    .dictionary(fc.oneof(fc.constantFrom("a", "b", "x.y/z", "*", "[]", 'q"\\'), fc.string()), tie("any"), {
      minKeys: 1,
      maxKeys: 4,
    })
    .map((properties) => fields(properties)),
})).object;

/** Every field of a schema: its path, and the schema without it. */
function fieldsOf(
  schema: JsonObject,
  path: string,
): { readonly path: string; readonly without: JsonObject }[] {
  const inside = (key: string, innerPath: string) =>
    isObject(schema[key])
      ? fieldsOf(schema[key], innerPath).map((one) => ({
          ...one,
          without: { ...schema, [key]: one.without },
        }))
      : [];
  return [
    ...inside("items", `${path}[]`),
    ...inside("additionalProperties", keysPath(path)),
    ...Object.entries(objectOf(schema.properties)).flatMap(([name, inner]) => {
      const own = fieldPath(path, name);
      const { [name]: _, ...others } = objectOf(schema.properties);
      const deeper = fieldsOf(objectOf(inner), own).map((one) => ({
        path: one.path,
        without: { ...schema, properties: { ...others, [name]: one.without } },
      }));
      return [{ path: own, without: { ...schema, properties: others } }, ...deeper];
    }),
  ];
}

/** An object that has something in each field of a schema: two of each item and key. */
function sampleOf(schema: JsonObject): Json {
  const items = at(schema, "items");
  const others = at(schema, "additionalProperties");
  if (isObject(items)) {
    return [sampleOf(items), sampleOf(items)];
  }
  if (isObject(others)) {
    return { one: sampleOf(others), two: sampleOf(others) };
  }
  return isObject(schema.properties)
    ? Object.fromEntries(
        Object.entries(schema.properties).map(([key, inner]) => [key, sampleOf(objectOf(inner))]),
      )
    : "here";
}

describe("compareDefinition", () => {
  it("finds nothing between a definition and itself, nor in what is only added", () => {
    fc.assert(
      fc.property(schemas, schemas, (before, other) => {
        const own = objectOf(before.properties);
        const more = fields({ ...objectOf(other.properties), ...own }, { "x-order": "another" });
        for (const after of [before, more]) {
          const { lostVersions, lostFields, stricter: refused } = changeOf(before, after);
          assert.deepEqual(
            { lostVersions, lostFields, refused },
            { lostVersions: [], lostFields: [], refused: [] },
          );
        }
      }),
    );
  });

  it("finds a field that is gone by exactly its path, and valuesAt what an object has there", () => {
    fc.assert(
      fc.property(schemas, fc.nat(), (schema, choice) => {
        const all = fieldsOf(schema, "spec");
        const { path, without } = all[choice % all.length] ?? assert.fail();
        assert.deepEqual(changeOf(schema, without).lostFields, [{ version: "v1", path }]);
        assert.deepEqual(changeOf(schema, without).stricter, []);
        assert.notDeepEqual(valuesAt({ spec: sampleOf(schema) }, path), []);
        assert.deepEqual(valuesAt({ spec: sampleOf(without) }, path), []);
      }),
    );
  });

  it("tells lost versions, and no field of them; those that nobody serves or stores don't count", () => {
    const versions = [
      { name: "v1", schema: fields({ a: text }) },
      { name: "v2", storage: false, schema: fields({ a: text }) },
      { name: "v3", served: false, storage: false, schema: fields({}) },
      { name: "v4", served: false, storage: false, schema: fields({}) },
    ];
    const before = definition(versions, { storedVersions: ["v1", "v4"] });
    const after = definition([{ name: "v2", served: false, schema: fields({ a: text }) }]);
    assert.deepEqual(compareDefinition(before, after), {
      name: "things.x.example",
      group: "x.example",
      kind: "Thing",
      lostVersions: ["v1", "v4"],
      lostFields: [],
      stricter: [{ version: "v2", path: "", what: "no longer served" }],
    });
  });

  it("tells only the outermost of what is lost, also in items, maps and objects inside an object", () => {
    const inner = fields({ x: fields({ deep: text }) });
    const before = fields({
      list: { type: "array", items: inner },
      map: { type: "object", additionalProperties: inner },
    });
    const bare = fields({});
    const after = fields({
      list: { type: "array", items: bare },
      map: { type: "object", additionalProperties: bare },
    });
    assert.deepEqual(lost(before, after), ["spec.list[].x", "spec.map.*.x"]);
    const embedded = fields({ spec: text }, { "x-kubernetes-embedded-resource": true });
    assert.deepEqual(
      lost(fields({ template: embedded }), fields({ template: fields({ spec: text, kind: text }) })),
      ["spec.template.apiVersion", "spec.template.metadata"],
    );
    assert.deepEqual(
      lost(fields({ t: fields({ metadata: bare }) }), fields({ t: { ...embedded, properties: {} } })),
      [],
    );
  });

  it("knows what is kept without a schema", () => {
    const map = (additionalProperties: Json): JsonObject => ({ type: "object", additionalProperties });
    assert.deepEqual(lost(fields({ a: text }), { type: "object", ...preserved }), []);
    assert.deepEqual(lost(fields({ a: text }), map(text)), []);
    assert.deepEqual(lost({ type: "object", ...preserved }, fields({ a: text })), ["spec.*"]);
    assert.deepEqual(stricter({ type: "object", ...preserved }, fields({ a: text }, preserved)), [
      "spec.a: has a schema (had none)",
    ]);
    assert.deepEqual(lost(preserved, fields({})), ["spec.*"]);
    assert.deepEqual(stricter(preserved, fields({})), ["spec: type object (was any)"]);
    assert.deepEqual(stricter({ type: "object", ...preserved }, map(text)), [
      "spec.*: has a schema (had none)",
    ]);
    assert.deepEqual(lost(map(text), fields({})), ["spec.*"]);
    assert.deepEqual(lost(map(true), map(text)), []);
    // A definition without a schema keeps everything, also in `spec`.
    const without = definition([{ name: "v1", schema: preserved }]);
    const change = compareDefinition(without, definition([{ name: "v1", schema: fields({ spec: text }) }]));
    assert.deepEqual(change.lostFields, [{ version: "v1", path: "*" }]);
  });

  it("never counts apiVersion, kind and metadata as lost", () => {
    const root = fields({ apiVersion: text, kind: text, metadata: { type: "object" }, spec: text });
    const change = compareDefinition(
      definition([{ name: "v1", schema: root }]),
      definition([{ name: "v1", schema: fields({ spec: text }) }]),
    );
    assert.deepEqual(change.lostFields, []);
  });
});
