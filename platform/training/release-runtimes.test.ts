import assert from "node:assert/strict";
import type { JsonObject, Manifest } from "../../manifests";
import { localInfra, settingOf } from "../testing/settings";
import { trainingRuntimes } from "./release-runtimes";
import { sparkPodsOnly } from "./spark";

function runtime(replicatedJobs: JsonObject[]): Manifest {
  return {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "ClusterTrainingRuntime",
    metadata: { name: "deepspeed-distributed" },
    spec: { mlPolicy: { numNodes: 1 }, template: { spec: { network: {}, replicatedJobs } } },
  };
}

function job(name: string, template: JsonObject): JsonObject {
  return { name, template: { metadata: { labels: { step: name } }, spec: { template } } };
}

const gpu = { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" };
const mount = { name: "shm", mountPath: "/dev/shm" };

describe("trainingRuntimes", () => {
  it("gives pods that train GPU nodes and shared memory outside of the mesh, and leaves the others alone", () => {
    const fetching = job("model-initializer", { spec: { containers: [{ name: "model-initializer" }] } });
    const before = runtime([
      fetching,
      job("node", {
        metadata: { labels: { kept: "yes" } },
        spec: {
          containers: [{ name: "node", volumeMounts: [{ name: "workspace", mountPath: "/workspace" }] }],
          volumes: [{ name: "workspace", emptyDir: {} }],
        },
      }),
    ]);
    const setting = settingOf(localInfra, { training: { sharedMemoryGiB: 8 } });
    assert.deepEqual(
      trainingRuntimes(setting)(before),
      runtime([
        fetching,
        job("node", {
          metadata: { labels: { kept: "yes", "sidecar.istio.io/inject": "false" } },
          spec: {
            containers: [
              { name: "node", volumeMounts: [{ name: "workspace", mountPath: "/workspace" }, mount] },
            ],
            volumes: [
              { name: "workspace", emptyDir: {} },
              { name: "shm", emptyDir: { medium: "Memory", sizeLimit: "8Gi" } },
            ],
            tolerations: [gpu],
          },
        }),
      ]),
    );
  });

  it("does so for an MPI launcher too, which trains beside its nodes", () => {
    const pods = (name: string) => job(name, { spec: { containers: [{ name: "node" }] } });
    const changed = (name: string) =>
      job(name, {
        metadata: { labels: { "sidecar.istio.io/inject": "false" } },
        spec: {
          containers: [{ name: "node", volumeMounts: [mount] }],
          volumes: [{ name: "shm", emptyDir: { medium: "Memory" } }],
          tolerations: [gpu],
        },
      });
    assert.deepEqual(
      trainingRuntimes(settingOf(localInfra))(runtime([pods("launcher"), pods("node")])),
      runtime([changed("launcher"), changed("node")]),
    );
  });

  it("fails where no job trains, or one that does has no container to be given anything", () => {
    const change = trainingRuntimes(settingOf(localInfra));
    const renamed = job("trainer", { spec: { containers: [{ name: "node" }] } });
    assert.throws(() => change(runtime([renamed])), /has no job named launcher or node/);
    const other = job("node", { spec: { containers: [{ name: "trainer" }] } });
    assert.throws(() => change(runtime([other])), /has a job without a container named node/);
    assert.throws(() => change(runtime([job("node", {})])), /has no job with a pod template/);
  });
});

describe("sparkPodsOnly", () => {
  const configuration = (webhook: JsonObject): Manifest => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: "spark-operator-webhook" },
    webhooks: [{ rules: [{ resources: ["sparkapplications"] }] }, webhook],
  });
  const pods = [{ resources: ["pods"] }];

  it("accepts a webhook for Spark's own pods", () => {
    const own = configuration({ rules: pods, objectSelector: { matchLabels: { launched: "true" } } });
    assert.equal(sparkPodsOnly(own), own);
  });

  it("refuses one for all pods", () => {
    const broad: JsonObject[] = [{ rules: pods }, { rules: pods, objectSelector: { matchLabels: {} } }];
    for (const webhook of broad) {
      assert.throws(() => sparkPodsOnly(configuration(webhook)), /would be asked about every pod/);
    }
  });
});
