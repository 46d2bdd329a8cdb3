import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { queueLabels } from "../../spec/queue";
import type { Workload } from "../../spec/workload";
import { registerRun } from "./register-run";
import type { TrainJobArgs } from "./train-job-args";
import { trainJobRun } from "./train-job-spec";
import { TrainingRuntime } from "./training-runtime";
import { trainingRuntime, type TrainingRuntimeArgs } from "./training-runtime-spec";

export type { TrainJobArgs, TrainJobSpecArgs } from "./train-job-args";
export { trainJobSpec } from "./train-job-spec";

/**
 * Training on several nodes, run by Kubeflow Trainer.
 *
 * Needs platform component `trainer`. A change makes a new run, see `RunArgs`. On spot instances save checkpoints: a
 * program that has lost a node is started again and finds them.
 */
export class TrainJob extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where anything of it is wrong or can't be on this platform */
  constructor(name: string, args: TrainJobArgs, opts?: pulumi.ComponentResourceOptions) {
    const own = ownRuntime(name, args);
    const { run, spec, storage } = trainJobRun(
      name,
      args,
      own === undefined ? undefined : trainingRuntime(name, own),
    );
    super("kubeflow:workloads:TrainJob", name, {}, opts);

    const runtime = own ?? args.runtime;
    const after =
      own !== undefined
        ? [new TrainingRuntime(name, own, { parent: this })]
        : runtime instanceof TrainingRuntime
          ? [runtime]
          : [];
    this.workload = registerRun(this, name, args, {
      apiVersion: "trainer.kubeflow.org/v1alpha1",
      kind: "TrainJob",
      run,
      labels: queueLabels(`TrainJob "${name}"`, args, args.platform),
      spec,
      claims: storage.claims,
      after,
    });
    this.registerOutputs({ workload: this.workload });
  }
}

/** Images of release 26.03's runtimes, which a runtime of the job's own starts with. */
const releaseImages: Readonly<Record<string, { framework: "torch" | "deepspeed"; image: string }>> = {
  "torch-distributed": { framework: "torch", image: "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime" },
  "deepspeed-distributed": {
    framework: "deepspeed",
    image: "ghcr.io/kubeflow/trainer/deepspeed-runtime:v2.1.0",
  },
};

/**
 * The runtime that a job makes for itself: neither restarts nor a time to live is anything that a TrainJob says in
 * Trainer 2.1 and 2.2.
 */
function ownRuntime(name: string, args: TrainJobArgs): TrainingRuntimeArgs | undefined {
  const { restarts, ttlHours, tenant, platform, keepRuns } = args;
  if (restarts === undefined && ttlHours === undefined) {
    return undefined;
  }
  const wanted = args.runtime ?? "torch-distributed";
  const release = typeof wanted === "string" ? releaseImages[wanted] : undefined;
  if (release === undefined) {
    throw new UserError(
      `TrainJob "${name}": restarts and ttlHours belong to its runtime, and runtime names one`,
      "say them where that TrainingRuntime is made, or leave runtime out",
    );
  }
  const { framework, image } = { ...release, ...(args.image === undefined ? {} : { image: args.image }) };
  return { tenant, platform, keepRuns, framework, image, restarts, ttlHours };
}
