import assert from "node:assert/strict";
import type { JsonObject, Manifest } from "../../manifests";
import { deployment } from "../../platform/hardening/testing";
import { withPodSpec, workloadOf } from "../../platform/hardening/workload";
import { withTokensAsBefore } from "./tokens";

const token = { name: "t", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" };
const none = { automountServiceAccountToken: false };
const namespace = (name: string, labels: Record<string, string> = {}): Manifest => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

describe("withTokensAsBefore", () => {
  const objects = [namespace("mesh", { "istio-injection": "enabled" }), namespace("plain")];
  const found = (manifest: Manifest) => withTokensAsBefore(new Map([["a", [...objects, manifest]]]));
  const labelled = (manifest: Manifest, inject: string): Manifest => {
    const { spec, template } = workloadOf(manifest);
    const metadata = { labels: { "sidecar.istio.io/inject": inject } };
    return { ...manifest, spec: { ...spec, template: { ...template, metadata } } };
  };

  it("are those with a token in each container, and no sidecar", () => {
    const web = deployment("web", "plain", { volumeMounts: [token] }, none);
    assert.deepEqual(found(web), ["Deployment/plain/web"]);
    const { podSpec } = workloadOf(web);
    const containers: JsonObject[] = [{ name: "a", volumeMounts: [token] }, { name: "b" }];
    assert.deepEqual(found(withPodSpec(web, { ...podSpec, containers })), []);
    assert.deepEqual(found(deployment("web", "plain", {}, none)), []);
    assert.deepEqual(found(deployment("web", "plain", { volumeMounts: [token] })), []);
    assert.deepEqual(found(labelled(web, "true")), []);
  });

  it("are in a namespace of the mesh those that say they want no sidecar", () => {
    const web = deployment("web", "mesh", { volumeMounts: [token] }, none);
    assert.deepEqual(found(web), []);
    assert.deepEqual(found(labelled(web, "false")), ["Deployment/mesh/web"]);
  });
});
