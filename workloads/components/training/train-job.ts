import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Program, codeConfigMap, codeName } from "../../spec/code";
import { type PlacementArgs, place } from "../../spec/placement";
import { codeFolder, codeVolume, environment, pythonEnvironment, withoutSidecar } from "../../spec/pod";
import { type RunArgs, runName, runOptions } from "../../spec/run";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";

/** What the run of a {@link TrainJob} is made from. */
export interface TrainJobSpecArgs extends PlacementArgs, RunArgs {
  /** The program that every process runs; `torchrun` starts it. */
  readonly program: Program;
  /** Its command line. Default: nothing. */
  readonly arguments?: readonly string[] | undefined;
  /** How many nodes train together. Default: 1. */
  readonly nodes?: number | undefined;
  /** Processes on each node. Default: one an accelerator, and one where there are none. */
  readonly processesPerNode?: number | undefined;
  /** Container image. Default: the runtime's own (pytorch/pytorch 2.7.1 with CUDA 12.8 in release 26.03). */
  readonly image?: string | undefined;
  /** Name of the ClusterTrainingRuntime. Default: `torch-distributed`, which comes with Trainer. */
  readonly runtime?: string | undefined;
  /** Environment variables; those whose name starts with `PET_` belong to torchrun. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** What a {@link TrainJob} is made from. */
export interface TrainJobArgs extends TrainJobSpecArgs, WorkloadArgs {}

/**
 * Training on several nodes with PyTorch, run by Kubeflow Trainer 2.1.
 *
 * Needs platform component `trainer`. A change makes a new run, see {@link RunArgs}.
 */
export class TrainJob extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where the name or the pool is wrong */
  constructor(name: string, args: TrainJobArgs, opts?: pulumi.ComponentResourceOptions) {
    const spec = trainJobSpec(name, args);
    const run = runName("TrainJob", name, spec, args);
    super("kubeflow:workloads:TrainJob", name, {}, opts);

    const code = codeConfigMap(name, namespaceOf(args.tenant), args.program.files, runOptions(this, args));
    const job = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "trainer.kubeflow.org/v1alpha1",
        kind: "TrainJob",
        metadata: { name: run, namespace: namespaceOf(args.tenant) },
        spec,
      },
      { ...runOptions(this, args), dependsOn: code },
    );
    this.workload = workloadOf(job);
    this.registerOutputs({ workload: this.workload });
  }
}

/** The `spec` of the TrainJob. */
export function trainJobSpec(name: string, args: TrainJobSpecArgs) {
  const placement = place(`TrainJob "${name}"`, args);
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  return {
    runtimeRef: {
      apiGroup: "trainer.kubeflow.org",
      kind: "ClusterTrainingRuntime",
      name: args.runtime ?? "torch-distributed",
    },
    trainer: {
      ...(args.image === undefined ? {} : { image: args.image }),
      command: ["torchrun", `${codeFolder}/${args.program.entrypoint}`, ...(args.arguments ?? [])],
      env: environment({ ...pythonEnvironment, ...args.environment }),
      numNodes: args.nodes ?? 1,
      numProcPerNode: args.processesPerNode ?? Math.max(1, placement.accelerators),
      resourcesPerNode: placement.resources,
    },
    // Security contexts are not among what can be overridden in 2.1: they are the runtime's.
    podTemplateOverrides: [
      {
        // `node` is the job, and the container in it, that does the training in every torch runtime.
        targetJobs: [{ name: "node" }],
        metadata: { labels: withoutSidecar },
        spec: {
          ...placement.pod,
          volumes: [volume],
          containers: [{ name: "node", volumeMounts: [mount] }],
        },
      },
    ],
  };
}
