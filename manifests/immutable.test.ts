import assert from "node:assert/strict";
import { fixedFields, replacement } from "./immutable";

describe("fixedFields", () => {
  it("goes by group and kind", () => {
    assert.deepEqual(fixedFields({ apiVersion: "apps/v1", kind: "Deployment" }), ["spec.selector"]);
    assert.deepEqual(fixedFields({ apiVersion: "v1", kind: "Secret" }), ["type"]);
    assert.deepEqual(fixedFields({ apiVersion: "x.example/v1", kind: "Secret" }), []);
  });
});

describe("replacement", () => {
  it("is told to the engine where the provider would send a change that is refused", () => {
    assert.deepEqual(replacement({ apiVersion: "apps/v1", kind: "DaemonSet" }), {
      replaceOnChanges: ["spec.selector"],
      deleteBeforeReplace: true,
    });
  });

  it("is left to the provider where it knows better", () => {
    assert.deepEqual(replacement({ apiVersion: "apps/v1", kind: "Deployment" }), {});
    assert.deepEqual(replacement({ apiVersion: "x.example/v1", kind: "DaemonSet" }), {});
  });

  it("is of fields that nobody can change", () => {
    for (const [apiVersion, kind] of [
      ["apps/v1", "DaemonSet"],
      ["networking.k8s.io/v1", "IngressClass"],
      ["scheduling.k8s.io/v1", "PriorityClass"],
      ["storage.k8s.io/v1", "StorageClass"],
    ] as const) {
      const fields = replacement({ apiVersion, kind }).replaceOnChanges ?? [];
      assert.ok(fields.length > 0);
      assert.deepEqual(
        fields.filter((field) => !fixedFields({ apiVersion, kind }).includes(field)),
        [],
      );
    }
  });
});
