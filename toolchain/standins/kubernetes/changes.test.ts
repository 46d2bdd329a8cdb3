import * as assert from "node:assert/strict";
import type { JsonObject } from "../../../plugin";
import { changesOf } from "./changes";

const immutable = { enableConfigMapMutable: false, enableSecretMutable: false };

function deployment(change: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  const spec = { selector: { matchLabels: { app: "a" } }, replicas: 1, ...change };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a", ...metadata }, spec };
}

function changed(oldInputs: JsonObject, news: JsonObject, settings = immutable): string[] {
  const { changes, deleteBeforeReplace } = changesOf({ oldInputs, news }, settings);
  const lines = changes.map(
    ({ path, kind, replace }) => `${kind} ${path}${replace === true ? " (replace)" : ""}`,
  );
  return deleteBeforeReplace === true ? [...lines, "delete first"] : lines;
}

describe("the kubernetes stand-in's diff", () => {
  it("finds nothing between equal inputs, between quantities that are equal, and in the default namespace", () => {
    assert.deepEqual(changed(deployment(), deployment()), []);
    const cpu = (text: string | number) => deployment({ resources: { limits: { cpu: text } } });
    assert.deepEqual(changed(cpu("1000m"), cpu(1)), []);
    assert.deepEqual(changed(deployment(), deployment({}, { namespace: "default" })), []);
  });

  it("updates in place what can be", () => {
    assert.deepEqual(changed(deployment(), deployment({ replicas: 2 })), ["update spec.replicas"]);
  });

  it("replaces for a selector, after the old one is gone, as both have one name", () => {
    const after = deployment({ selector: { matchLabels: { app: "b" } } });
    assert.deepEqual(changed(deployment(), after), [
      "update spec.selector.matchLabels.app (replace)",
      "delete first",
    ]);
    // Not everything that begins with the same letters.
    assert.deepEqual(changed(deployment(), deployment({ selectorPolicy: 1 })), ["add spec.selectorPolicy"]);
  });

  it("replaces for a name or namespace, side by side", () => {
    assert.deepEqual(changed(deployment(), deployment({}, { namespace: "b" })), [
      "update metadata.namespace (replace)",
    ]);
  });

  it("replaces ConfigMaps and Secrets for their data, unless they are mutable", () => {
    const map = (data: JsonObject, more: JsonObject = {}): JsonObject => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", annotations: { "pulumi.com/autonamed": "true" } },
      data,
      ...more,
    });
    const mutable = { enableConfigMapMutable: true, enableSecretMutable: true };
    assert.deepEqual(changed(map({ a: "1" }), map({ a: "2" })), ["update data.a (replace)"]);
    assert.deepEqual(changed(map({ a: "1" }), map({ a: "2" }), mutable), ["update data.a"]);
    const fixed = { immutable: true };
    assert.deepEqual(changed(map({ a: "1" }, fixed), map({ a: "2" }, fixed), mutable), [
      "update data.a (replace)",
    ]);
  });
});
