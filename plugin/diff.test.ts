import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { differences, pathText } from "./diff";
import { at, equal, isObject, parseJson } from "./json";

describe("differences", () => {
  it("name the deepest place that both sides have", () => {
    const before = { spec: { containers: [{ image: "a", args: ["x"] }], replicas: 1 } };
    const after = { spec: { containers: [{ image: "b", args: ["x", "y"] }] }, data: { k: "v" } };
    assert.deepEqual(
      differences(before, after).map(({ path, kind }) => `${kind} ${path}`),
      [
        "update spec.containers[0].image",
        "add spec.containers[0].args[1]",
        "delete spec.replicas",
        "add data",
      ],
    );
  });

  it("are none exactly if both sides are equal", () => {
    const document = fc.json().map((text) => ({ value: parseJson(text) }));
    fc.assert(
      fc.property(document, document, (a, b) => {
        assert.equal(differences(a, b).length === 0, equal(a, b));
        assert.deepEqual(differences(a, structuredClone(a)), []);
      }),
    );
  });

  it("quote keys that would read as several", () => {
    assert.equal(
      pathText(["metadata", "labels", "app.kubernetes.io/name", 0, 'a"b']),
      'metadata.labels["app.kubernetes.io/name"][0]["a\\"b"]',
    );
  });
});

describe("json", () => {
  it("walks paths without tripping", () => {
    const value = { a: [{ b: 1 }] };
    assert.equal(at(value, "a", 0, "b"), 1);
    assert.equal(at(value, "a", 1, "b"), undefined);
    assert.equal(at(value, "constructor"), undefined);
    assert.ok(isObject(value) && !isObject([]) && !isObject(null));
  });

  it("tells a missing key from a null", () => {
    assert.ok(equal({ a: 1, b: [null] }, { b: [null], a: 1 }));
    assert.ok(!equal({ a: null }, {}));
    assert.ok(!equal({ a: null }, { b: null }));
  });
});
