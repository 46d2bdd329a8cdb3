import assert from "node:assert/strict";
import { namespacePlaceholder, objectsOf, TenantTemplates } from "./tenants";

const metadata = { name: "a", namespace: namespacePlaceholder };

describe("objectsOf", () => {
  const templates = TenantTemplates.parse({
    objects: [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata,
        data: { root: "s3://b/{{tenant.namespace}}/x", key: "{{workflow.name}}" },
      },
      { apiVersion: "x/v1", kind: "Queue", metadata, spec: { of: ["{{tenant.queue}}"], weight: 2 } },
    ],
    values: { queue: { otherwise: "shared", of: { "team-b": "research" } } },
  });

  it("fills in the namespace wherever it is, and nothing that others fill in", () => {
    assert.deepEqual(objectsOf(templates, "team-a")[0], {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", namespace: "team-a" },
      data: { root: "s3://b/team-a/x", key: "{{workflow.name}}" },
    });
  });

  it("fills in what is a tenant's own, and what all others have", () => {
    const specOf = (namespace: string) => objectsOf(templates, namespace)[1]?.spec;
    assert.deepEqual(specOf("team-a"), { of: ["shared"], weight: 2 });
    assert.deepEqual(specOf("team-b"), { of: ["research"], weight: 2 });
  });
});

describe("TenantTemplates", () => {
  it("of a stack that says nothing are upstream's namespace and no objects", () => {
    const { objects, values, labels } = TenantTemplates.parse({});
    assert.deepEqual({ objects, values }, { objects: [], values: {} });
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "baseline");
  });

  it("refuse an object that is in no namespace", () => {
    assert.throws(() =>
      TenantTemplates.parse({ objects: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } }] }),
    );
  });
});
