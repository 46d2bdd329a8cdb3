import * as pulumi from "@pulumi/pulumi";
import { needComponent } from "../../spec/component";
import { codeFolder } from "../../spec/pod";
import { queueLabels } from "../../spec/queue";
import { runName } from "../../spec/run";
import { tenantName, type WorkloadArgs } from "../../spec/tenant";
import type { Workload } from "../../spec/workload";
import { checkElastic, type Elastic, type OperatorJobArgs, podTemplate, runPolicy } from "./operator-job";
import { checkEnvironment, checkNodes, countOf, nodePlacement } from "./pods";
import { registerRun } from "./register-run";
import { type TrainingStorage, trainingStorage } from "./storage";
import type { TrainingStorageArgs } from "./training-args";

/** What the run of a {@link PyTorchJob} is made from, but for its storage; `torchrun` starts the program. */
export interface PyTorchJobSpecArgs extends OperatorJobArgs {
  /** How many nodes train together, the master among them. Default: 1; with `elastic` its `maxNodes`. */
  readonly nodes?: number | undefined;
  /** Processes on each node. Default: one an accelerator, and one where there are none. */
  readonly processesPerNode?: number | undefined;
  /**
   * A number of nodes that may change while it trains: where one is lost, the others go on without it from their last
   * checkpoint, and take it in again. There is no master then, the nodes meet at the first worker. Default: all or none.
   */
  readonly elastic?: Elastic | undefined;
}

/** What a {@link PyTorchJob} is made from. */
export interface PyTorchJobArgs extends PyTorchJobSpecArgs, TrainingStorageArgs, WorkloadArgs {}

/**
 * Training on several nodes with PyTorch, run by Training Operator 1.9: for teams that come from it, and for a number of
 * nodes that changes. Other new work is better off as a TrainJob.
 *
 * Needs platform component `trainingOperator`. A change makes a new run, see `RunArgs`.
 */
export class PyTorchJob extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where anything of it is wrong or can't be on this platform */
  constructor(name: string, args: PyTorchJobArgs, opts?: pulumi.ComponentResourceOptions) {
    const { run, spec, storage, labels } = pyTorchJobRun(name, args);
    super("kubeflow:workloads:PyTorchJob", name, {}, opts);
    const { claims } = storage;
    const of = { apiVersion: "kubeflow.org/v1", kind: "PyTorchJob" };
    this.workload = registerRun(this, name, args, { ...of, run, labels, spec, claims });
    this.registerOutputs({ workload: this.workload });
  }
}

/** The run of a PyTorchJob with its storage. */
export function pyTorchJobRun(name: string, args: PyTorchJobArgs) {
  const owner = ownerOf(name);
  needComponent(owner, "trainingOperator", args.platform);
  const tenant = tenantName(args.tenant);
  const nodes = nodesOf(owner, args);
  checkNodes(owner, args.tenant, nodes, args, nodePlacement(owner, args).accelerators);
  const storageOf = (run: string) =>
    trainingStorage(owner, { run, tenant, pods: nodes }, args, args.platform);
  const specOf = (run: string) => pyTorchJobSpec(name, args, storageOf(run));
  const run = runName("PyTorchJob", name, { ...specOf("run"), version: args.data?.version }, args);
  const labels = queueLabels(owner, args, args.platform);
  return { run, spec: specOf(run), storage: storageOf(run), labels };
}

/** The `spec` of the PyTorchJob. */
export function pyTorchJobSpec(name: string, args: PyTorchJobSpecArgs, storage?: TrainingStorage) {
  const owner = ownerOf(name);
  const placement = nodePlacement(owner, args);
  const nodes = nodesOf(owner, args);
  checkEnvironment(owner, args.environment, ["PET_"]);
  const command = ["torchrun", `${codeFolder}/${args.program.entrypoint}`, ...(args.arguments ?? [])];
  // The operator knows its container by this name.
  const role = { container: "pytorch", command, placement };
  const template = podTemplate(owner, name, args, role, placement.variables, storage);
  const replicas = (count: number) => ({ replicas: count, restartPolicy: "OnFailure", template });
  const processes = args.processesPerNode ?? Math.max(1, placement.accelerators);
  return {
    nprocPerNode: String(countOf(owner, "processesPerNode", processes, 1)),
    pytorchReplicaSpecs:
      args.elastic === undefined
        ? { Master: replicas(1), ...(nodes === 1 ? {} : { Worker: replicas(nodes - 1) }) }
        : { Worker: replicas(nodes) },
    ...(args.elastic !== undefined && {
      elasticPolicy: {
        minReplicas: args.elastic.minNodes,
        maxReplicas: args.elastic.maxNodes,
        maxRestarts: args.elastic.maxRestarts ?? 3,
        rdzvBackend: "c10d",
      },
    }),
    runPolicy: runPolicy(owner, args, nodes),
  };
}

function nodesOf(owner: string, { nodes, elastic }: PyTorchJobSpecArgs): number {
  const count = countOf(owner, "nodes", nodes ?? elastic?.maxNodes, 1);
  if (elastic !== undefined) {
    checkElastic(owner, elastic, count);
  }
  return count;
}

function ownerOf(name: string): string {
  return `PyTorchJob "${name}"`;
}
