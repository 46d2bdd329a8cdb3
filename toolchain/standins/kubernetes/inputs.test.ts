import * as assert from "node:assert/strict";
import { at, secret, textOf, UNKNOWN, type JsonObject } from "../../../plugin";
import { checkedInputs, outputsOf, withSecrets } from "./inputs";

function check(news: JsonObject, olds: JsonObject = {}, type = "kubernetes:core/v1:ConfigMap"): JsonObject {
  return checkedInputs({ type, name: "settings", olds, news, randomSeed: new Uint8Array([1]) });
}

describe("the kubernetes stand-in's inputs", () => {
  it("get a name that stays", () => {
    const made = check({ metadata: {} });
    const name = at(made, "metadata", "name");
    assert.match(textOf(name), /^settings-[0-9a-f]{8}$/);
    assert.deepEqual(checkedInputs({ ...request, news: {}, olds: made }).metadata, made.metadata);
  });

  it("keep no nulls and nothing that only the server writes", () => {
    const news = {
      metadata: { name: "a", creationTimestamp: null, uid: "u", resourceVersion: "1" },
      data: { a: null, b: "x" },
    };
    assert.deepEqual(check(news), { metadata: { name: "a" }, data: { b: "x" } });
  });

  it("stay as they are while they are unknown", () => {
    assert.deepEqual(check({ metadata: UNKNOWN }), { metadata: UNKNOWN });
    assert.deepEqual(check({ metadata: { name: UNKNOWN } }), { metadata: { name: UNKNOWN } });
  });

  it("are refused for what the stand-in isn't", () => {
    assert.throws(() => check({}, {}, "kubernetes:helm.sh/v3:Release"), /has no kubernetes:helm/);
    assert.throws(() => check({}, {}, "kubernetes:core/v1:ConfigMapPatch"), /plain objects only/);
    assert.throws(() => check({ metadata: { generateName: "a-" } }), /generateName/);
  });

  it("hide what a Secret keeps, and only that", () => {
    const object = { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, data: { a: "b" } };
    assert.deepEqual(withSecrets(object), { ...object, data: secret({ a: "b" }) });
    const other = { ...object, apiVersion: "example.com/v1" };
    assert.equal(withSecrets(other), other);
  });

  it("become small outputs", () => {
    const metadata = { name: "a", uid: "u", managedFields: [{}] };
    const live = { apiVersion: "v1", kind: "Pod", metadata, status: { text: "x".repeat(3000) } };
    assert.deepEqual(outputsOf(live), { apiVersion: "v1", kind: "Pod", metadata: { name: "a", uid: "u" } });
  });
});

const request = {
  type: "kubernetes:core/v1:ConfigMap",
  name: "settings",
  randomSeed: new Uint8Array([2]),
};
