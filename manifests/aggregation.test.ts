import assert from "node:assert/strict";
import { gatheredBy } from "./aggregation";
import type { Manifest } from "./manifest";

function role(name: string, labels: Record<string, string>, gathers?: string): Manifest {
  const rule = { clusterRoleSelectors: [{ matchLabels: { [`to-${gathers ?? ""}`]: "true" } }] };
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name, labels },
    ...(gathers === undefined ? {} : { aggregationRule: rule }),
  };
}

describe("gatheredBy", () => {
  const view = role("view", { "to-edit": "true" });
  const other = role("other", { "to-view": "true" });
  const edit = role("edit", { "to-edit": "true", "to-admin": "true" }, "edit");

  it("finds the roles whose labels a selector matches, and never the role itself", () => {
    assert.deepEqual(gatheredBy(edit, [view, other, edit]), [view]);
  });

  it("finds none for a role that gathers nothing", () => {
    assert.deepEqual(gatheredBy(view, [view, other, edit]), []);
  });
});
