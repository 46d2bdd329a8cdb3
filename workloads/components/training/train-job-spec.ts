import { UserError } from "../../../config/errors";
import { needComponent } from "../../spec/component";
import { codeName } from "../../spec/code";
import { imageOf } from "../../spec/image";
import { codeVolume, environment } from "../../spec/pod";
import { queueLabels } from "../../spec/queue";
import { runName } from "../../spec/run";
import { tenantName } from "../../spec/tenant";
import { type Framework, frameworks } from "./frameworks";
import { checkEnvironment, checkNodes, countOf, nodePlacement, trainingPodMetadata } from "./pods";
import { type TrainingStorage, trainingStorage } from "./storage";
import type { RuntimeHandle, TrainJobArgs, TrainJobSpecArgs } from "./train-job-args";
import { asNamed, runtimeChange } from "./trainer-version";

/** The platform's runtime for PyTorch over EFA. */
const efaRuntime = "torch-distributed-efa";

/** Runtimes that are not torch's, by name. */
const otherFrameworks: ReadonlyMap<string, Framework> = new Map([["deepspeed-distributed", "deepspeed"]]);

/** A run of a TrainJob. */
export interface TrainJobRun {
  /** Name of the object. */
  readonly run: string;
  /** Its `spec`. */
  readonly spec: ReturnType<typeof trainJobSpec>;
  /** Storage that is made before it. */
  readonly storage: TrainingStorage;
}

/**
 * The run of a TrainJob with its storage.
 *
 * @param own the runtime that the job makes for itself, where it does
 * @throws UserError where anything of it is wrong
 */
export function trainJobRun(name: string, args: TrainJobArgs, own?: RuntimeHandle): TrainJobRun {
  const owner = ownerOf(name);
  needComponent(owner, "trainer", args.platform);
  if (args.elastic !== undefined) {
    throw new UserError(
      `${owner} is elastic: Kubeflow Trainer keeps the number of nodes while a job runs (2.1 ignores elasticPolicy, 2.2 has none)`,
      "leave elastic out, or use a PyTorchJob",
    );
  }
  const given = { ...args, runtime: own ?? args.runtime };
  const { nodes, accelerators } = size(owner, given);
  checkNodes(owner, args.tenant, nodes, args, accelerators);
  const tenant = tenantName(args.tenant);
  const storageOf = (run: string) =>
    trainingStorage(owner, { run, tenant, pods: nodes }, args, args.platform);
  // The name stands for all of the spec but itself, which is in addresses.
  const named = trainJobSpec(name, { ...given, platform: asNamed(args.platform) }, storageOf("run"));
  const run = runName("TrainJob", name, { ...named, version: args.data?.version }, args);
  return { run, spec: trainJobSpec(name, given, storageOf(run)), storage: storageOf(run) };
}

/**
 * The `spec` of a TrainJob.
 *
 * @throws UserError where pool, image, nodes or environment can't be
 */
export function trainJobSpec(name: string, args: TrainJobSpecArgs, storage?: TrainingStorage) {
  const owner = ownerOf(name);
  const { placement, nodes, runtime, framework } = size(owner, args);
  const { jobs, reserved, environment: usual, command } = frameworks[framework];
  checkEnvironment(owner, args.environment, reserved === undefined ? [] : [reserved]);
  if (placement.adapters > 0 && args.image === undefined) {
    throw new UserError(
      `${owner} asks for EFA, and the runtime's image has no libfabric`,
      "name an image with libfabric and aws-ofi-nccl, such as one of AWS' deep learning containers",
    );
  }
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  const variables = { ...usual, ...placement.variables, ...args.environment, ...storage?.variables };
  return {
    runtimeRef: runtimeRef(runtime),
    trainer: {
      ...(args.image === undefined ? {} : { image: imageOf(owner, args.image, args.platform) }),
      command: command(args.program, args.arguments ?? [], Object.keys(variables).sort()),
      env: environment(variables),
      numNodes: nodes,
      numProcPerNode: countOf(
        owner,
        "processesPerNode",
        args.processesPerNode ?? Math.max(1, placement.accelerators),
        1,
      ),
      resourcesPerNode: placement.resources,
    },
    // Security contexts and grace periods are not among what can be changed in 2.1: they are the runtime's.
    ...runtimeChange(args.platform, queueLabels(owner, args, args.platform), {
      jobs,
      metadata: trainingPodMetadata,
      spec: {
        ...placement.pod,
        ...(storage?.account === undefined ? {} : { serviceAccountName: storage.account }),
        volumes: [volume, ...(storage?.volumes ?? [])],
        containers: [{ name: "node", volumeMounts: [mount, ...(storage?.mounts ?? [])] }],
      },
    }),
  };
}

/** How many nodes of what kind, and what starts them. */
function size(owner: string, args: TrainJobSpecArgs) {
  const placement = nodePlacement(owner, args);
  const runtime = args.runtime ?? (placement.adapters > 0 ? efaRuntime : "torch-distributed");
  const framework =
    typeof runtime === "string" ? (otherFrameworks.get(runtime) ?? "torch") : runtime.framework;
  // Trainer makes a launcher, which trains, and at least one node beside it, whatever numNodes says (mpi.go of 2.1.0).
  const least = framework === "deepspeed" ? 2 : 1;
  if (args.nodes === 1 && least === 2) {
    throw new UserError(
      `${owner}: nodes is 1; a runtime of DeepSpeed has a launcher, which trains, and at least one more node`,
      "give 2 nodes or more, or train by runtime torch-distributed: DeepSpeed works under torchrun too",
    );
  }
  const nodes = countOf(owner, "nodes", args.nodes, least);
  return { placement, runtime, framework, nodes, accelerators: placement.accelerators };
}

function runtimeRef(runtime: RuntimeHandle | string) {
  return {
    apiGroup: "trainer.kubeflow.org",
    ...(typeof runtime === "string"
      ? { kind: "ClusterTrainingRuntime", name: runtime }
      : { kind: "TrainingRuntime", name: runtime.runtimeName }),
  };
}

function ownerOf(name: string): string {
  return `TrainJob "${name}"`;
}
