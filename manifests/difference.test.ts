import assert from "node:assert/strict";
import { compareObjects } from "./difference";
import type { Manifest } from "./manifest";

const object = (apiVersion: string, kind: string, name: string, more: object = {}): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "n" },
  ...more,
});

describe("compareObjects", () => {
  it("tells what comes, goes, changes and stays", () => {
    const stays = object("v1", "Service", "stays");
    const [goes, comes] = [object("v1", "Service", "goes"), object("v1", "Service", "comes")];
    const [old, next] = [1, 2].map((replicas) =>
      object("apps/v1", "Deployment", "d", { spec: { replicas } }),
    );
    assert.ok(old !== undefined && next !== undefined);
    assert.deepEqual(compareObjects([stays, goes, old], [next, stays, comes]), {
      added: [comes],
      removed: [goes],
      changed: [{ before: old, after: next, fixed: [] }],
      same: 1,
    });
  });

  it("tells which fields make it a new object", () => {
    const [before, after] = ["a", "b"].map((app) =>
      object("apps/v1", "Deployment", "d", { spec: { selector: { matchLabels: { app } }, replicas: 1 } }),
    );
    assert.ok(before !== undefined && after !== undefined);
    assert.deepEqual(compareObjects([before], [after]).changed, [
      { before, after, fixed: ["spec.selector"] },
    ]);
  });

  it("knows an object in another version, and a generated one by what is before its hash", () => {
    const difference = compareObjects(
      [
        object("x.io/v1alpha1", "X", "x"),
        object("v1", "ConfigMap", "settings-4t7hcd9k2m"),
        object("v1", "Service", "settings-4t7hcd9k2m"),
      ],
      [
        object("x.io/v1", "X", "x"),
        object("v1", "ConfigMap", "settings-bdfg8h2kc5"),
        object("y.io/v1", "X", "x"),
      ],
    );
    assert.deepEqual(
      [difference.added, difference.removed].map((list) => list.map(({ apiVersion }) => apiVersion)),
      [["y.io/v1"], ["v1"]],
    );
    assert.deepEqual(
      difference.changed.map(({ after }) => after.metadata.name),
      ["x", "settings-bdfg8h2kc5"],
    );
  });
});
