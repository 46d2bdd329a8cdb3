import assert from "node:assert/strict";
import { TrainingConfig } from "../config/training";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { efaRuntime } from "./efa-runtime";

/** An environment whose GPU pool has adapters. */
const efaInfra = {
  ...awsInfra,
  nodePools: awsInfra.nodePools.map((pool) => ({ ...pool, efa: pool.name === "gpu" })),
};

describe("efaRuntime", () => {
  it("trains over all nodes' adapters, on pools that have them, with shared memory and no sidecar", () => {
    const config = { training: { efa: { adaptersPerNode: 32, hugePagesMiB: 5120 }, sharedMemoryGiB: 64 } };
    const devices = { "vpc.amazonaws.com/efa": "32", "nvidia.com/gpu": "1", "hugepages-2Mi": "5120Mi" };
    assert.deepEqual(efaRuntime(contextOf(efaInfra, config)), [
      {
        apiVersion: "trainer.kubeflow.org/v1alpha1",
        kind: "ClusterTrainingRuntime",
        metadata: { name: "torch-distributed-efa", labels: { "trainer.kubeflow.org/framework": "torch" } },
        spec: {
          mlPolicy: { numNodes: 2, torch: { numProcPerNode: "auto" } },
          template: {
            spec: {
              replicatedJobs: [
                {
                  name: "node",
                  template: {
                    metadata: { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } },
                    spec: {
                      template: {
                        metadata: { labels: { "sidecar.istio.io/inject": "false" } },
                        spec: {
                          affinity: {
                            nodeAffinity: {
                              requiredDuringSchedulingIgnoredDuringExecution: {
                                nodeSelectorTerms: [
                                  {
                                    matchExpressions: [
                                      { key: "kubeflow-on-aws/pool", operator: "In", values: ["gpu"] },
                                    ],
                                  },
                                ],
                              },
                            },
                          },
                          tolerations: [
                            {
                              key: "nvidia.com/gpu",
                              operator: "Equal",
                              value: "true",
                              effect: "NoSchedule",
                            },
                          ],
                          containers: [
                            {
                              name: "node",
                              image: "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime",
                              env: [
                                { name: "FI_PROVIDER", value: "efa" },
                                { name: "FI_EFA_USE_DEVICE_RDMA", value: "1" },
                                { name: "FI_EFA_FORK_SAFE", value: "1" },
                                { name: "NCCL_DEBUG", value: "WARN" },
                                { name: "NCCL_SOCKET_IFNAME", value: "^lo,docker,veth" },
                                { name: "FI_EFA_USE_HUGE_PAGE", value: "1" },
                              ],
                              resources: {
                                requests: { ...devices, cpu: "4", memory: "16Gi" },
                                limits: { ...devices, memory: "16Gi" },
                              },
                              volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
                            },
                          ],
                          volumes: [{ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "64Gi" } }],
                        },
                      },
                    },
                  },
                },
              ],
            },
          },
        },
      },
    ]);
  });

  it("does without huge pages unless nodes set some aside", () => {
    const text = JSON.stringify(efaRuntime(contextOf(efaInfra)));
    assert.doesNotMatch(text, /hugepages/);
    assert.match(text, /\{"name":"FI_EFA_USE_HUGE_PAGE","value":"0"\}/);
  });

  it("is there only where adapters are, and somebody offers them", () => {
    assert.deepEqual(efaRuntime(contextOf(awsInfra)), []);
    assert.deepEqual(efaRuntime(contextOf(localInfra)), []);
    assert.deepEqual(efaRuntime(contextOf(efaInfra, {}, ["efaDevicePlugin"])), []);
  });
});

describe("TrainingConfig", () => {
  it("refuses half a huge page, and a node without adapters", () => {
    assert.ok(!TrainingConfig.safeParse({ efa: { hugePagesMiB: 5121 } }).success);
    assert.ok(!TrainingConfig.safeParse({ efa: { adaptersPerNode: 0 } }).success);
  });
});
