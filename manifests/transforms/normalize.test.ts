import assert from "node:assert/strict";
import type { Manifest } from "../manifest";
import {
  normalize,
  withoutAggregatedRules,
  withoutCaBundles,
  withoutNamespaceOnClusterScoped,
  withoutNulls,
  withoutPointlessWait,
  withoutRuntimeData,
  withoutStatus,
} from "./normalize";
import { applyTransforms } from "./transform";

function role(fields: Record<string, Manifest[string]>): Manifest {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "r" },
    ...fields,
  };
}

describe("normalize", () => {
  it("drops what the server owns", () => {
    const result = withoutStatus({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "s", creationTimestamp: null },
      status: { loadBalancer: {} },
    });
    assert.deepEqual(result, { apiVersion: "v1", kind: "Service", metadata: { name: "s" } });
  });

  it("drops nulls at any depth and keeps empty values", () => {
    const result = withoutNulls({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "d" },
      spec: { strategy: null, template: { spec: { volumes: [{ name: "v", emptyDir: {}, secret: null }] } } },
    });
    assert.deepEqual(result?.spec, { template: { spec: { volumes: [{ name: "v", emptyDir: {} }] } } });
  });

  it("drops the rules of an aggregated role, and empty ones, but no others", () => {
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
    assert.equal(withoutAggregatedRules(role({ aggregationRule: {}, rules: [] }))?.rules, undefined);
    assert.equal(withoutAggregatedRules(role({ rules: [] }))?.rules, undefined);
    assert.deepEqual(withoutAggregatedRules(role({ rules }))?.rules, rules);
  });

  it("drops the namespace of cluster-scoped objects only", () => {
    const transform = withoutNamespaceOnClusterScoped(
      (group, kind) => group === "x.example" && kind === "Wide",
    );
    const namespaceOf = (apiVersion: string, kind: string) =>
      transform({ apiVersion, kind, metadata: { name: "n", namespace: "kubeflow" } })?.metadata.namespace;
    assert.equal(namespaceOf("rbac.authorization.k8s.io/v1", "ClusterRole"), undefined);
    assert.equal(namespaceOf("x.example/v1", "Wide"), undefined);
    assert.equal(namespaceOf("x.example/v1", "Narrow"), "kubeflow");
    assert.equal(namespaceOf("v1", "ConfigMap"), "kubeflow");
  });

  it("drops the CA bundles of webhooks and keeps the rest of their client configuration", () => {
    const service = { name: "w", namespace: "kubeflow" };
    const result = withoutCaBundles({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingWebhookConfiguration",
      metadata: { name: "w" },
      webhooks: [{ name: "a", clientConfig: { caBundle: "", service } }],
    });
    assert.deepEqual(result?.webhooks, [{ name: "a", clientConfig: { service } }]);
  });

  it("never owns the data of a Secret that a controller fills", () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "webhook-certs" } };
    assert.deepEqual(withoutRuntimeData({ ...secret, data: {} }), secret);
    assert.deepEqual(withoutRuntimeData({ ...secret, data: { a: "Yg==" } }), {
      ...secret,
      data: { a: "Yg==" },
    });
  });

  it("keeps the provider from waiting for what only becomes ready through pods", () => {
    const annotationsOf = (apiVersion: string, kind: string) =>
      withoutPointlessWait({ apiVersion, kind, metadata: { name: "x", annotations: { kept: "yes" } } })
        ?.metadata.annotations;
    const skipping = { kept: "yes", "pulumi.com/skipAwait": "true" };
    assert.deepEqual(annotationsOf("v1", "Service"), skipping);
    assert.deepEqual(annotationsOf("v1", "PersistentVolumeClaim"), skipping);
    assert.deepEqual(annotationsOf("serving.knative.dev/v1", "Service"), { kept: "yes" });
    assert.deepEqual(annotationsOf("apps/v1", "Deployment"), { kept: "yes" });
  });

  it("leaves an object that needs nothing as it is, and does nothing twice", () => {
    const transforms = normalize(() => false);
    const manifest: Manifest = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "c", namespace: "kubeflow", labels: { app: "x" } },
      data: { key: "value" },
    };
    const once = applyTransforms([manifest], transforms);
    assert.deepEqual(once, [manifest]);
    assert.deepEqual(applyTransforms(once, transforms), once);
  });
});
