import type { JsonObject } from "../../../../plugin";
import { condition, podTemplate, row, type Row } from "./row";

function replica(replicas: number, container: string): JsonObject {
  return { replicas, restartPolicy: "OnFailure", template: podTemplate(container) };
}

const runtimeSpec: JsonObject = {
  mlPolicy: { numNodes: 2, torch: { numProcPerNode: "auto" } },
  template: {
    spec: {
      replicatedJobs: ["dataset-initializer", "node"].map((name) => ({
        name,
        template: {
          metadata: {
            labels: { "trainer.kubeflow.org/trainjob-ancestor-step": name === "node" ? "trainer" : name },
          },
          spec: { template: podTemplate(name) },
        },
      })),
    },
  },
};

/** What a TrainJob changes in its workers, in the words of Trainer 2.1. */
export const workers: JsonObject = {
  targetJobs: [{ name: "node" }],
  metadata: { labels: { "sidecar.istio.io/inject": "false" }, annotations: { team: "research" } },
  spec: {
    serviceAccountName: "default-editor",
    nodeSelector: { "kubeflow-on-aws/pool": "gpu" },
    tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: "datasets" } }],
    containers: [
      {
        name: "node",
        env: [{ name: "NCCL_DEBUG", value: "INFO" }],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
    ],
  },
};

/** What it changes in all of its jobs. */
export const both: JsonObject = {
  targetJobs: [{ name: "dataset-initializer" }, { name: "node" }],
  spec: { imagePullSecrets: [{ name: "registry" }] },
};

const runtime = { apiGroup: "trainer.kubeflow.org", kind: "TrainingRuntime", name: "two-steps" };

/** Training jobs of both of Kubeflow's APIs, and what Trainer makes of one. */
export const training: readonly Row[] = [
  row(
    "trainer.kubeflow.org/v1alpha1/TrainingRuntime",
    "two-steps",
    { spec: runtimeSpec },
    {
      labels: { "trainer.kubeflow.org/framework": "torch" },
    },
  ),
  row(
    "trainer.kubeflow.org/v1alpha1/ClusterTrainingRuntime",
    "research-torch",
    { spec: runtimeSpec },
    { clusterWide: true, labels: { "trainer.kubeflow.org/framework": "torch" } },
  ),
  row("trainer.kubeflow.org/v1alpha1/TrainingRuntime", "elastic", {
    spec: { ...runtimeSpec, mlPolicy: { torch: { elasticPolicy: { minNodes: 1, maxNodes: 4 } } } },
  }),
  row(
    "trainer.kubeflow.org/v1alpha1/TrainJob",
    "runs",
    {
      spec: {
        runtimeRef: runtime,
        labels: { "kueue.x-k8s.io/queue-name": "nightly" },
        annotations: { team: "research" },
        podTemplateOverrides: [workers, both],
        trainer: { numNodes: 2, command: ["torchrun", "train.py"], env: [{ name: "EPOCHS", value: "3" }] },
      },
    },
    {
      status: {
        conditions: [condition("Complete", { status: "False", reason: "Running" })],
        jobsStatus: [{ name: "node", ready: 2, succeeded: 0, failed: 0, active: 2, suspended: 0 }],
      },
    },
  ),
  row("trainer.kubeflow.org/v1alpha1/TrainJob", "waits", {
    spec: { runtimeRef: runtime, suspend: true, podTemplateOverrides: [workers] },
  }),
  row(
    "trainer.kubeflow.org/v1alpha1/TrainJob",
    "labelled",
    { spec: { runtimeRef: runtime, labels: { "cost-center": "12" } } },
    { status: { conditions: [condition("Complete", { reason: "JobsCompleted" })] } },
  ),
  row("trainer.kubeflow.org/v1alpha1/TrainJob", "automatic", {
    spec: { runtimeRef: runtime, trainer: { numNodes: 2, numProcPerNode: "auto" } },
  }),
  row("trainer.kubeflow.org/v1alpha1/TrainJob", "plain", {
    spec: { runtimeRef: { name: "torch-distributed" }, trainer: { numNodes: 1, image: "python:3.12" } },
  }),
  row(
    "jobset.x-k8s.io/v1alpha2/JobSet",
    "runs",
    {
      spec: {
        replicatedJobs: [
          { name: "node", replicas: 1, template: { spec: { template: podTemplate("node") } } },
        ],
      },
    },
    { owner: "TrainJob/runs", status: { conditions: [condition("StartupPolicyInProgress")] } },
  ),
  row(
    "kubeflow.org/v1/PyTorchJob",
    "vision",
    { spec: { pytorchReplicaSpecs: { Master: replica(1, "pytorch"), Worker: replica(2, "pytorch") } } },
    {
      status: {
        startTime: "2026-04-01T08:00:00Z",
        conditions: [condition("Running", { lastUpdateTime: "2026-04-01T08:00:00Z" })],
        replicaStatuses: { Worker: { active: 2 } },
      },
    },
  ),
  row("kubeflow.org/v1/TFJob", "ranking", { spec: { tfReplicaSpecs: { Worker: replica(2, "tensorflow") } } }),
  row("kubeflow.org/v1/MPIJob", "allreduce", {
    spec: { mpiReplicaSpecs: { Launcher: replica(1, "mpi"), Worker: replica(2, "mpi") } },
  }),
  row("kubeflow.org/v1/XGBoostJob", "trees", {
    spec: { xgbReplicaSpecs: { Master: replica(1, "xgboost") } },
  }),
  row("kubeflow.org/v1/PaddleJob", "ocr", { spec: { paddleReplicaSpecs: { Worker: replica(1, "paddle") } } }),
  row("kubeflow.org/v1/JAXJob", "diffusion", { spec: { jaxReplicaSpecs: { Worker: replica(1, "jax") } } }),
];
