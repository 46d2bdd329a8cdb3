import * as assert from "node:assert/strict";
import type { Json } from "../plugin/json";
import { readiness } from "./readiness";

function state(type: string, spec: Json, status: Json, generation = 1): string {
  const [apiVersion = "", kind = ""] = type.split(" ");
  const result = readiness({ apiVersion, kind, metadata: { name: "x", generation }, spec, status });
  return `${result.ready ? "ready" : result.failed === true ? "failed" : "waits"}: ${result.message}`;
}

const conditions = (type: string, status: string, reason = "Because") => ({
  conditions: [{ type, status, reason }],
});

describe("readiness", () => {
  const full = {
    observedGeneration: 1,
    replicas: 2,
    updatedReplicas: 2,
    availableReplicas: 2,
    readyReplicas: 2,
  };
  const cases: [string, Json, Json, string][] = [
    ["apps/v1 Deployment", { replicas: 2 }, full, "ready: ready"],
    [
      "apps/v1 Deployment",
      { replicas: 2 },
      { ...full, observedGeneration: 0 },
      "waits: waits for its controller",
    ],
    ["apps/v1 Deployment", { replicas: 2 }, { ...full, replicas: 3 }, "waits: 1 old replicas still there"],
    ["apps/v1 Deployment", {}, { ...full, availableReplicas: 0 }, "waits: 0 of 1 replicas available"],
    ["apps/v1 Deployment", { replicas: 0 }, { observedGeneration: 1 }, "ready: ready"],
    ["apps/v1 StatefulSet", { replicas: 2 }, { ...full, readyReplicas: 1 }, "waits: 1 of 2 replicas ready"],
    [
      "apps/v1 StatefulSet",
      { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } },
      { ...full, updatedReplicas: 1 },
      "ready: ready",
    ],
    [
      "apps/v1 DaemonSet",
      {},
      { observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 },
      "waits: 2 of 3 pods available",
    ],
    ["batch/v1 Job", {}, { active: 1 }, "waits: has not completed, 1 pods active"],
    ["batch/v1 Job", {}, conditions("Complete", "True"), "ready: ready"],
    [
      "batch/v1 Job",
      {},
      conditions("Failed", "True", "BackoffLimitExceeded"),
      "failed: Failed=True: BackoffLimitExceeded",
    ],
    ["v1 PersistentVolumeClaim", {}, { phase: "Pending" }, "waits: is Pending"],
    ["v1 PersistentVolumeClaim", {}, { phase: "Lost" }, "failed: is Lost"],
    ["v1 Pod", {}, { phase: "Running", ...conditions("Ready", "True") }, "ready: ready"],
    ["v1 Pod", {}, { phase: "Succeeded" }, "ready: ready"],
    ["v1 Service", { type: "LoadBalancer" }, {}, "waits: has no load balancer address yet"],
    ["v1 Service", { type: "ClusterIP" }, {}, "ready: ready"],
    ["apiextensions.k8s.io/v1 CustomResourceDefinition", {}, {}, "waits: waits for condition Established"],
    [
      "apiextensions.k8s.io/v1 CustomResourceDefinition",
      {},
      conditions("Established", "True"),
      "ready: ready",
    ],
    ["v1 Namespace", {}, { phase: "Active" }, "ready: ready"],
    [
      "cert-manager.io/v1 Certificate",
      {},
      conditions("Ready", "False", "Pending"),
      "waits: Ready=False: Pending",
    ],
    ["cert-manager.io/v1 Certificate", {}, {}, "ready: ready"],
    // A kind of the same name in another group follows its own rules.
    ["serving.knative.dev/v1 Service", { type: "LoadBalancer" }, {}, "ready: ready"],
  ];
  for (const [type, spec, status, expected] of cases) {
    it(`${type} ${expected}`, () => {
      assert.equal(state(type, spec, status), expected);
    });
  }

  it("gives up on a rollout that passed its deadline", () => {
    const status = {
      ...full,
      availableReplicas: 0,
      ...conditions("Progressing", "False", "ProgressDeadlineExceeded"),
    };
    assert.match(
      state("apps/v1 Deployment", {}, status),
      /^failed: Progressing=False: ProgressDeadlineExceeded/,
    );
  });

  it("counts nothing ready that is being deleted", () => {
    const metadata = { name: "x", deletionTimestamp: "2026-01-01T00:00:00Z" };
    assert.equal(readiness({ apiVersion: "v1", kind: "ConfigMap", metadata }).ready, false);
  });
});
