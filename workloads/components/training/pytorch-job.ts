import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Program, codeConfigMap, codeName } from "../../spec/code";
import { type PlacementArgs, place } from "../../spec/placement";
import {
  codeFolder,
  codeVolume,
  environment,
  pythonEnvironment,
  restrictedContainer,
  restrictedPod,
  withoutSidecar,
} from "../../spec/pod";
import { type RunArgs, runName, runOptions } from "../../spec/run";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";

/** What the run of a {@link PyTorchJob} is made from. */
export interface PyTorchJobSpecArgs extends PlacementArgs, RunArgs {
  /** The program that every process runs; `torchrun` starts it. */
  readonly program: Program;
  /** Its command line. Default: nothing. */
  readonly arguments?: readonly string[] | undefined;
  /** How many nodes train together, the master among them. Default: 1. */
  readonly nodes?: number | undefined;
  /** Processes on each node. Default: one an accelerator, and one where there are none. */
  readonly processesPerNode?: number | undefined;
  /** Container image with PyTorch and torchrun. */
  readonly image: string;
  /** Environment variables; those whose name starts with `PET_` belong to torchrun. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** What a {@link PyTorchJob} is made from. */
export interface PyTorchJobArgs extends PyTorchJobSpecArgs, WorkloadArgs {}

/**
 * Training on several nodes with PyTorch, run by Training Operator 1.9: for teams that come from it.
 * New work is better off as a {@link TrainJob}.
 *
 * Needs platform component `trainingOperator`. A change makes a new run, see {@link RunArgs}.
 */
export class PyTorchJob extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where the name or the pool is wrong */
  constructor(name: string, args: PyTorchJobArgs, opts?: pulumi.ComponentResourceOptions) {
    const spec = pyTorchJobSpec(name, args);
    const run = runName("PyTorchJob", name, spec, args);
    super("kubeflow:workloads:PyTorchJob", name, {}, opts);

    const code = codeConfigMap(name, namespaceOf(args.tenant), args.program.files, runOptions(this, args));
    const job = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "kubeflow.org/v1",
        kind: "PyTorchJob",
        metadata: { name: run, namespace: namespaceOf(args.tenant) },
        spec,
      },
      { ...runOptions(this, args), dependsOn: code },
    );
    this.workload = workloadOf(job);
    this.registerOutputs({ workload: this.workload });
  }
}

/** The `spec` of the PyTorchJob. */
export function pyTorchJobSpec(name: string, args: PyTorchJobSpecArgs) {
  const placement = place(`PyTorchJob "${name}"`, args);
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  const template = {
    metadata: { labels: withoutSidecar },
    spec: {
      ...placement.pod,
      automountServiceAccountToken: false,
      containers: [
        {
          // The operator knows its container by this name.
          name: "pytorch",
          image: args.image,
          command: ["torchrun", `${codeFolder}/${args.program.entrypoint}`, ...(args.arguments ?? [])],
          env: environment({ ...pythonEnvironment, ...args.environment }),
          resources: placement.resources,
          securityContext: restrictedContainer,
          volumeMounts: [mount],
        },
      ],
      securityContext: restrictedPod,
      volumes: [volume],
    },
  };
  const workers = (args.nodes ?? 1) - 1;
  return {
    nprocPerNode: String(args.processesPerNode ?? Math.max(1, placement.accelerators)),
    pytorchReplicaSpecs: {
      Master: { replicas: 1, restartPolicy: "OnFailure", template },
      ...(workers === 0 ? {} : { Worker: { replicas: workers, restartPolicy: "OnFailure", template } }),
    },
    // Finished pods stay, and their logs with them, until the job goes.
    runPolicy: { cleanPodPolicy: "None" },
  };
}
