import assert from "node:assert/strict";
import { awsInfra, contextOf } from "../testing/settings";
import { kueueConfiguration } from "./manager-config";

describe("kueueConfiguration", () => {
  it("holds jobs back in tenants' namespaces, all pods or none, and shares fairly", () => {
    assert.deepEqual(kueueConfiguration(contextOf(awsInfra)), {
      apiVersion: "config.kueue.x-k8s.io/v1beta2",
      kind: "Configuration",
      health: { healthProbeBindAddress: ":8081" },
      metrics: { bindAddress: ":8443", enableClusterQueueResources: true },
      webhook: { port: 9443 },
      leaderElection: { leaderElect: true, resourceName: "c1f6bfd2.kueue.x-k8s.io" },
      controller: {
        groupKindConcurrency: {
          "Job.batch": 5,
          "Workload.kueue.x-k8s.io": 10,
          "LocalQueue.kueue.x-k8s.io": 5,
          "ClusterQueue.kueue.x-k8s.io": 5,
          "ResourceFlavor.kueue.x-k8s.io": 1,
        },
      },
      clientConnection: { qps: 300, burst: 500 },
      manageJobsWithoutQueueName: true,
      managedJobsNamespaceSelector: {
        matchLabels: { "app.kubernetes.io/part-of": "kubeflow-profile" },
      },
      waitForPodsReady: {
        timeout: "20m",
        recoveryTimeout: "10m",
        blockAdmission: false,
        requeuingStrategy: {
          timestamp: "Eviction",
          backoffLimitCount: 10,
          backoffBaseSeconds: 60,
          backoffMaxSeconds: 1800,
        },
      },
      integrations: {
        frameworks: [
          "batch/job",
          "jobset.x-k8s.io/jobset",
          "kubeflow.org/pytorchjob",
          "kubeflow.org/tfjob",
          "kubeflow.org/xgboostjob",
          "kubeflow.org/jaxjob",
          "kubeflow.org/paddlejob",
        ],
      },
      fairSharing: { preemptionStrategies: ["LessThanOrEqualToFinalShare", "LessThanInitialShare"] },
      admissionFairSharing: {
        usageHalfLifeTime: "604800s",
        usageSamplingInterval: "5m",
        resourceWeights: { cpu: 1, memory: 0, "nvidia.com/gpu": 16 },
      },
      resources: { quotaCheckStrategy: "IgnoreUndeclared" },
      objectRetentionPolicies: { workloads: { afterFinished: "168h" } },
    });
  });

  it("queues the kinds of what is installed only", () => {
    const without = contextOf(awsInfra, {}, ["trainer", "trainingOperator"]);
    assert.deepEqual(kueueConfiguration(without).integrations, { frameworks: ["batch/job"] });
  });

  it("queues TrainJobs themselves where Trainer takes Kueue's patches", () => {
    const only = (release: string) =>
      kueueConfiguration(contextOf(awsInfra, { release }, ["trainingOperator"])).integrations.frameworks;
    assert.deepEqual(only("26.03"), ["batch/job", "jobset.x-k8s.io/jobset"]);
    assert.deepEqual(only("26.03.1-rc.2"), [
      "batch/job",
      "jobset.x-k8s.io/jobset",
      "trainer.kubeflow.org/trainjob",
    ]);
  });

  it("says what configuration says", () => {
    const configured = kueueConfiguration(
      contextOf(awsInfra, {
        queues: {
          required: false,
          podsReady: { timeoutMinutes: 5, oneAtATime: true, retries: 0 },
          fairnessHalfLifeDays: 0.5,
          keepFinishedDays: 0,
        },
      }),
    );
    assert.equal(configured.manageJobsWithoutQueueName, false);
    assert.equal(configured.waitForPodsReady.timeout, "5m");
    assert.equal(configured.waitForPodsReady.blockAdmission, true);
    assert.equal(configured.waitForPodsReady.requeuingStrategy.backoffLimitCount, 0);
    assert.equal(configured.admissionFairSharing.usageHalfLifeTime, "43200s");
    assert.equal(configured.objectRetentionPolicies.workloads.afterFinished, "0h");
  });
});
