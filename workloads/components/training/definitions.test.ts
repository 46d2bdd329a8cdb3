import { assertAccepted, nextReleaseFolder, skipWithoutDefinitions } from "../../testing/crds";
import { platformFixture } from "../../testing";
import { type MPIJobArgs, mpiJobRun } from "./mpi-job";
import { type PyTorchJobArgs, pyTorchJobRun } from "./pytorch-job";
import { efaPlatform, program } from "./testing";
import { type TFJobArgs, tfJobRun } from "./tf-job";
import type { TrainJobArgs } from "./train-job-args";
import { trainJobRun } from "./train-job-spec";
import { trainingRuntime } from "./training-runtime-spec";

/** Everything that a job can ask for at once. */
const everything = {
  tenant: "team-a",
  program,
  image: "ghcr.io/team/train:1",
  arguments: ["--epochs=3"],
  environment: { NCCL_DEBUG: "WARN" },
  pool: "gpu",
  resources: { cpu: 8, memoryGiB: 32, accelerators: 4 },
  efa: 4,
  checkpoints: true,
  data: { lustre: "images", version: "1" },
  platform: efaPlatform,
} as const;

const queued = { ...everything, queue: "default", priority: "high" } as const;

/** The least that a job says. */
const least = {
  tenant: "team-a",
  program,
  image: "torch:1",
  resources: { cpu: 1, memoryGiB: 1 },
  platform: platformFixture,
} as const;

const metadata = { name: "train", namespace: "team-a" };

function check(apiVersion: string, kind: string, spec: object, folder?: string): void {
  assertAccepted(apiVersion, kind, { metadata, spec }, folder);
}

describe("the release's definitions take", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  const trainJobs: readonly TrainJobArgs[] = [
    least,
    { ...queued, nodes: 2 },
    { ...queued, runtime: "deepspeed-distributed" },
  ];
  it("TrainJobs", () => {
    for (const args of trainJobs) {
      check("trainer.kubeflow.org/v1alpha1", "TrainJob", trainJobRun("train", args).spec);
    }
  });

  it("TrainJobs of the next release", function () {
    skipWithoutDefinitions(this, nextReleaseFolder);
    for (const args of trainJobs) {
      const platform = { ...args.platform, release: "26.03.1" };
      const { spec } = trainJobRun("train", { ...args, platform });
      check("trainer.kubeflow.org/v1alpha1", "TrainJob", spec, nextReleaseFolder);
    }
  });

  it("TrainingRuntimes of all frameworks", () => {
    for (const framework of ["torch", "deepspeed", "plain"] as const) {
      const { spec } = trainingRuntime("mine", { ...everything, framework, ttlHours: 1, sharedMemoryGiB: 8 });
      check("trainer.kubeflow.org/v1alpha1", "TrainingRuntime", spec);
    }
  });

  it("PyTorchJobs", () => {
    const jobs: readonly PyTorchJobArgs[] = [
      least,
      { ...queued, nodes: 2, deadlineHours: 1, ttlHours: 1, backoffLimit: 3 },
      { ...queued, elastic: { minNodes: 1, maxNodes: 4 } },
    ];
    for (const args of jobs) {
      check("kubeflow.org/v1", "PyTorchJob", pyTorchJobRun("train", args).spec);
    }
  });

  it("TFJobs", () => {
    const parameterServers = { count: 2, resources: { cpu: 1, memoryGiB: 1 } };
    const jobs: readonly TFJobArgs[] = [
      least,
      { ...queued, chief: true, evaluator: true, parameterServers, success: "allWorkers" },
    ];
    for (const args of jobs) {
      check("kubeflow.org/v1", "TFJob", tfJobRun("train", args).spec);
    }
  });

  it("MPIJobs", () => {
    const jobs: readonly MPIJobArgs[] = [least, { ...everything, workers: 2, cleanPodPolicy: "All" }];
    for (const args of jobs) {
      check("kubeflow.org/v1", "MPIJob", mpiJobRun("train", args).spec);
    }
  });
});
