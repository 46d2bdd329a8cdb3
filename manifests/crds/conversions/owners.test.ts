import assert from "node:assert/strict";
import type { KubeObject } from "../../../kube/object";
import type { JsonObject } from "../../../plugin/json";
import { handOver, ownersOf } from "./owners";

const paths = { lost: ["spec.a", "spec.b"], gained: ["spec.c"] };
const entry = (manager: string, operation: string, spec: JsonObject, more: JsonObject = {}): JsonObject => ({
  manager,
  operation,
  fieldsType: "FieldsV1",
  fieldsV1: { "f:spec": spec },
  ...more,
});
const object = (...managedFields: JsonObject[]): KubeObject => ({
  apiVersion: "x.example/v1",
  kind: "Thing",
  metadata: { name: "t", managedFields },
});
const fieldsOf = (one: KubeObject) => one.metadata.managedFields;

describe("owners of an object's fields", () => {
  const applied = entry("provider", "Apply", { "f:a": {}, "f:d": {} });
  const updated = entry("kubectl", "Update", { "f:b": { "f:x": {} } });
  const other = entry("controller", "Update", { "f:d": {} });

  it("are those who wrote one of them, and not the converter itself", () => {
    const one = object(applied, updated, other, entry("converter", "Update", { "f:a": {} }));
    assert.deepEqual(ownersOf(one, paths.lost, "converter"), [
      { manager: "provider", operation: "Apply" },
      { manager: "kubectl", operation: "Update" },
    ]);
    assert.deepEqual(ownersOf(object(), paths.lost, "converter"), []);
  });

  it("get what the converter has written, and have the lost fields no more", () => {
    const written = { ".": {}, "f:y": {} };
    const mine = entry("converter", "Update", { "f:c": written }, { time: "now" });
    const owners = ownersOf(object(applied, updated), paths.lost, "converter");
    // By kubectl there was nothing else: its entry may have gone with the field.
    assert.deepEqual(fieldsOf(handOver(object(applied, other, mine), "converter", owners, paths)), [
      entry("provider", "Apply", { "f:d": {}, "f:c": written }),
      other,
      entry("kubectl", "Update", { "f:c": written }, { time: "now" }),
    ]);
  });

  it("stay as they are where nobody owned the fields, and what is written to a status is left alone", () => {
    const mine = entry("converter", "Update", { "f:c": {} });
    const free = object(other, mine);
    assert.equal(handOver(free, "converter", [], paths), free);
    const status = entry("provider", "Apply", {}, { subresource: "status" });
    const owners = [{ manager: "provider", operation: "Apply" }];
    assert.deepEqual(fieldsOf(handOver(object(status, mine), "converter", owners, paths)), [
      status,
      entry("provider", "Apply", { "f:c": {} }),
    ]);
  });
});
