import assert from "node:assert/strict";
import { QueuesConfig } from "../config/queues";
import { clusterQueues, cohorts } from "./cluster-queues";
import { queuedPools } from "./pools";
import { accelerator, gpuTaint, poolsOf } from "./testing/pools";

const infra = poolsOf([
  { name: "cpu", architecture: "amd64", limits: { cpu: 100, memoryGiB: 401 } },
  {
    name: "gpu",
    architecture: "amd64",
    accelerator,
    taints: [gpuTaint],
    limits: { cpu: 64, memoryGiB: 256, gpu: 8 },
  },
]);

function queuesOf(written: object) {
  const config = QueuesConfig.parse(written);
  return clusterQueues(queuedPools(infra, config), config);
}

describe("clusterQueues", () => {
  const [research, shared, ...more] = queuesOf({
    shares: [
      {
        name: "research",
        tenants: ["vision", "speech"],
        cohort: "science",
        percent: 30,
        quotas: { gpu: { gpu: 6, cpu: 0.25 } },
        weight: 2.5,
        borrowPercent: 50,
        lendPercent: 10,
      },
    ],
    cohorts: [{ name: "science" }],
  });

  it("give a share what it owns, may borrow and lends, of each pool in order", () => {
    assert.deepEqual(research, {
      apiVersion: "kueue.x-k8s.io/v1beta2",
      kind: "ClusterQueue",
      metadata: { name: "research" },
      spec: {
        cohortName: "science",
        namespaceSelector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["vision", "speech"] },
          ],
        },
        queueingStrategy: "BestEffortFIFO",
        resourceGroups: [
          {
            coveredResources: ["cpu", "memory", "nvidia.com/gpu"],
            flavors: [
              {
                name: "cpu",
                resources: [
                  { name: "cpu", nominalQuota: "30", borrowingLimit: "50", lendingLimit: "3" },
                  {
                    name: "memory",
                    nominalQuota: "123187Mi",
                    borrowingLimit: "205312Mi",
                    lendingLimit: "12318Mi",
                  },
                  { name: "nvidia.com/gpu", nominalQuota: "0", borrowingLimit: "0", lendingLimit: "0" },
                ],
              },
              {
                name: "gpu",
                resources: [
                  { name: "cpu", nominalQuota: "250m", borrowingLimit: "32", lendingLimit: "25m" },
                  {
                    name: "memory",
                    nominalQuota: "78643Mi",
                    borrowingLimit: "128Gi",
                    lendingLimit: "7864Mi",
                  },
                  { name: "nvidia.com/gpu", nominalQuota: "6", borrowingLimit: "4", lendingLimit: "0" },
                ],
              },
            ],
          },
        ],
        flavorFungibility: { whenCanBorrow: "MayStopSearch", whenCanPreempt: "TryNextFlavor" },
        preemption: {
          reclaimWithinCohort: "Any",
          withinClusterQueue: "LowerPriority",
          borrowWithinCohort: { policy: "Never" },
        },
        fairSharing: { weight: "2.5" },
        admissionScope: { admissionMode: "UsageBasedAdmissionFairSharing" },
        stopPolicy: "None",
      },
    });
  });

  it("give everybody else what is left, without limits, and end there", () => {
    assert.deepEqual(shared?.metadata, { name: "shared" });
    assert.deepEqual(shared.spec, {
      cohortName: "kubeflow",
      namespaceSelector: {
        matchLabels: { "app.kubernetes.io/part-of": "kubeflow-profile" },
        matchExpressions: [
          { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["vision", "speech"] },
        ],
      },
      queueingStrategy: "BestEffortFIFO",
      resourceGroups: [
        {
          coveredResources: ["cpu", "memory", "nvidia.com/gpu"],
          flavors: [
            {
              name: "cpu",
              resources: [
                { name: "cpu", nominalQuota: "70" },
                { name: "memory", nominalQuota: "287437Mi" },
                { name: "nvidia.com/gpu", nominalQuota: "0" },
              ],
            },
            {
              name: "gpu",
              resources: [
                { name: "cpu", nominalQuota: "63750m" },
                { name: "memory", nominalQuota: "183501Mi" },
                { name: "nvidia.com/gpu", nominalQuota: "2" },
              ],
            },
          ],
        },
      ],
      flavorFungibility: { whenCanBorrow: "MayStopSearch", whenCanPreempt: "TryNextFlavor" },
      preemption: {
        reclaimWithinCohort: "Any",
        withinClusterQueue: "LowerPriority",
        borrowWithinCohort: { policy: "Never" },
      },
      fairSharing: { weight: "1" },
      admissionScope: { admissionMode: "UsageBasedAdmissionFairSharing" },
      stopPolicy: "None",
    });
    assert.deepEqual(more, []);
  });

  it("stop nobody, keep to what is owned, admit nothing, where that is wanted", () => {
    const [only] = queuesOf({ preemption: false, preferOwnQuota: true, stop: "drain" });
    const text = JSON.stringify(only?.spec);
    assert.match(text, /"reclaimWithinCohort":"Never","withinClusterQueue":"Never"/);
    assert.match(text, /"whenCanBorrow":"TryNextFlavor"/);
    assert.match(text, /"stopPolicy":"HoldAndDrain"/);
    assert.match(text, /"namespaceSelector":\{"matchLabels":\{[^{}]*\}\}/);
  });
});

describe("cohorts", () => {
  it("are one of all, and those of configuration in it", () => {
    const { cohorts: configured } = QueuesConfig.parse({
      cohorts: [
        { name: "science", weight: 3 },
        { name: "physics", parent: "science" },
      ],
    });
    const cohort = (name: string, spec: object) => ({
      apiVersion: "kueue.x-k8s.io/v1beta2",
      kind: "Cohort",
      metadata: { name },
      spec,
    });
    assert.deepEqual(cohorts({ cohorts: configured }), [
      cohort("kubeflow", {}),
      cohort("science", { parentName: "kubeflow", fairSharing: { weight: "3" } }),
      cohort("physics", { parentName: "science", fairSharing: { weight: "1" } }),
    ]);
  });
});
