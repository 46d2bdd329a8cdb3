import * as pulumi from "@pulumi/pulumi";
import { needComponent } from "../../spec/component";
import { type Resources, place } from "../../spec/placement";
import { codeFolder } from "../../spec/pod";
import { queueLabels } from "../../spec/queue";
import { runName } from "../../spec/run";
import { checkQuota, tenantName, type WorkloadArgs } from "../../spec/tenant";
import type { Workload } from "../../spec/workload";
import { type OperatorJobArgs, podTemplate, runPolicy } from "./operator-job";
import { checkEnvironment, countOf, nodePlacement } from "./pods";
import { registerRun } from "./register-run";
import { type TrainingStorage, trainingStorage } from "./storage";
import type { TrainingStorageArgs } from "./training-args";

/** What the run of a {@link TFJob} is made from, but for its storage; `python` starts the program in every pod. */
export interface TFJobSpecArgs extends OperatorJobArgs {
  /** Workers; without a chief the first of them is it. Default: 1. */
  readonly workers?: number | undefined;
  /** Whether there is a chief beside the workers, for the Estimator-style programs that want one. Default: false. */
  readonly chief?: boolean | undefined;
  /** Parameter servers, for ParameterServerStrategy: processors only, on nodes without taints. Default: none. */
  readonly parameterServers?: { readonly count: number; readonly resources: Resources } | undefined;
  /** Whether a pod evaluates checkpoints while the others train; as large as a worker. Default: false. */
  readonly evaluator?: boolean | undefined;
  /** When it has succeeded: with its chief (the first worker), or with all workers. Default: `chief`. */
  readonly success?: "chief" | "allWorkers" | undefined;
}

/** What a {@link TFJob} is made from. */
export interface TFJobArgs extends TFJobSpecArgs, TrainingStorageArgs, WorkloadArgs {}

/**
 * Training on several nodes with TensorFlow, run by Training Operator 1.9, which sets `TF_CONFIG` in every pod.
 *
 * Needs platform component `trainingOperator`. A change makes a new run, see `RunArgs`.
 */
export class TFJob extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where anything of it is wrong or can't be on this platform */
  constructor(name: string, args: TFJobArgs, opts?: pulumi.ComponentResourceOptions) {
    const { run, spec, storage, labels } = tfJobRun(name, args);
    super("kubeflow:workloads:TFJob", name, {}, opts);
    const { claims } = storage;
    const of = { apiVersion: "kubeflow.org/v1", kind: "TFJob" };
    this.workload = registerRun(this, name, args, { ...of, run, labels, spec, claims });
    this.registerOutputs({ workload: this.workload });
  }
}

/** The run of a TFJob with its storage. */
export function tfJobRun(name: string, args: TFJobArgs) {
  const owner = ownerOf(name);
  needComponent(owner, "trainingOperator", args.platform);
  const tenant = tenantName(args.tenant);
  const { large, servers } = podsOf(owner, args);
  const { resources } = args;
  const own = args.parameterServers?.resources ?? { cpu: 0, memoryGiB: 0 };
  checkQuota(owner, args.tenant, {
    cpu: resources.cpu * large + own.cpu * servers,
    memoryGiB: resources.memoryGiB * large + own.memoryGiB * servers,
    gpus: nodePlacement(owner, args).accelerators * large,
  });
  const pods = large + servers;
  const storageOf = (run: string) => trainingStorage(owner, { run, tenant, pods }, args, args.platform);
  const specOf = (run: string) => tfJobSpec(name, args, storageOf(run));
  const run = runName("TFJob", name, { ...specOf("run"), version: args.data?.version }, args);
  const labels = queueLabels(owner, args, args.platform);
  return { run, spec: specOf(run), storage: storageOf(run), labels };
}

/** The `spec` of the TFJob. */
export function tfJobSpec(name: string, args: TFJobSpecArgs, storage?: TrainingStorage) {
  const owner = ownerOf(name);
  const placement = nodePlacement(owner, args);
  const { workers, large, servers } = podsOf(owner, args);
  checkEnvironment(owner, args.environment, ["TF_CONFIG"]);
  const command = ["python", `${codeFolder}/${args.program.entrypoint}`, ...(args.arguments ?? [])];
  // The operator knows its container by this name.
  const role = { container: "tensorflow", command, placement };
  const template = podTemplate(owner, name, args, role, placement.variables, storage);
  const replicas = (count: number) => ({ replicas: count, restartPolicy: "OnFailure", template });
  return {
    ...(args.success === "allWorkers" && { successPolicy: "AllWorkers" }),
    tfReplicaSpecs: {
      ...(args.chief === true && { Chief: replicas(1) }),
      Worker: replicas(workers),
      ...(args.parameterServers !== undefined && {
        PS: {
          ...replicas(servers),
          template: podTemplate(
            owner,
            name,
            args,
            { ...role, placement: serverPlacement(owner, args, args.parameterServers.resources) },
            {},
            storage,
          ),
        },
      }),
      ...(args.evaluator === true && { Evaluator: replicas(1) }),
    },
    // Parameter servers serve until somebody stops them.
    runPolicy: runPolicy(owner, args, large, servers > 0 ? "Running" : "None"),
  };
}

function serverPlacement(owner: string, { platform }: TFJobSpecArgs, resources: Resources) {
  return place(owner, { resources: { ...resources, accelerators: 0 }, platform });
}

/** How many pods there are: workers, all of a worker's size, parameter servers. */
function podsOf(owner: string, args: TFJobSpecArgs) {
  const workers = countOf(owner, "workers", args.workers, 1);
  const { parameterServers } = args;
  const servers =
    parameterServers === undefined ? 0 : countOf(owner, "parameterServers.count", parameterServers.count, 1);
  const large = workers + (args.chief === true ? 1 : 0) + (args.evaluator === true ? 1 : 0);
  return { workers, large, servers };
}

function ownerOf(name: string): string {
  return `TFJob "${name}"`;
}
