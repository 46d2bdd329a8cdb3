import assert from "node:assert/strict";
import type { Manifest } from "./manifest";
import { toStages } from "./stages";

function object(apiVersion: string, kind: string): Manifest {
  return { apiVersion, kind, metadata: { name: kind.toLowerCase() } };
}

describe("toStages", () => {
  it("puts each object into exactly one stage", () => {
    const manifests = [
      object("v1", "Namespace"),
      object("v1", "Service"),
      object("apps/v1", "Deployment"),
      object("batch/v1", "Job"),
      object("cert-manager.io/v1", "Certificate"),
      object("serving.kserve.io/v1alpha1", "ClusterServingRuntime"),
      object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"),
    ];
    const stages = toStages(manifests, new Set(["serving.kserve.io"]));
    const kinds = Object.fromEntries(
      Object.entries(stages).map(([stage, members]: [string, readonly Manifest[]]) => [
        stage,
        members.map((m) => m.kind),
      ]),
    );
    assert.deepEqual(kinds, {
      namespaces: ["Namespace"],
      configuration: ["Service", "Certificate", "ValidatingWebhookConfiguration"],
      preparations: ["Job"],
      workloads: ["Deployment"],
      served: ["ClusterServingRuntime"],
    });
  });
});
