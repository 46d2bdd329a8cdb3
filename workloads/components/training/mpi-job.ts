import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { needComponent } from "../../spec/component";
import { type Resources, place } from "../../spec/placement";
import { codeFolder } from "../../spec/pod";
import { runName } from "../../spec/run";
import { checkQuota, tenantName, type WorkloadArgs } from "../../spec/tenant";
import type { Workload } from "../../spec/workload";
import { type OperatorJobArgs, podTemplate, runPolicy } from "./operator-job";
import { checkEnvironment, countOf, nodePlacement } from "./pods";
import { registerRun } from "./register-run";
import { type TrainingStorage, trainingStorage } from "./storage";
import type { TrainingStorageArgs } from "./training-args";

/** What the run of an {@link MPIJob} is made from, but for its storage; `mpirun` starts the program on the workers. */
export interface MPIJobSpecArgs extends OperatorJobArgs {
  /** Workers; `resources` and `pool` are theirs. Default: 1. */
  readonly workers?: number | undefined;
  /** Processes on each worker. Default: one an accelerator, and one where there are none. */
  readonly slotsPerWorker?: number | undefined;
  /** Further arguments of mpirun, before the program, such as `-bind-to none`. Default: none. */
  readonly mpirunArguments?: readonly string[] | undefined;
  /** What the launcher gets, which trains nothing. Default: half a core, 1 GiB. */
  readonly launcherResources?: Resources | undefined;
}

/** What an {@link MPIJob} is made from. */
export interface MPIJobArgs extends MPIJobSpecArgs, TrainingStorageArgs, WorkloadArgs {}

/** What the launcher gets. */
const usualLauncher: Resources = { cpu: 0.5, memoryGiB: 1 };

/**
 * Training on several nodes with Open MPI, as Horovod does, run by Training Operator 1.9. Its launcher reaches the workers
 * through Kubernetes' API, with `kubectl` of the image `ghcr.io/kubeflow/training-v1/kubectl-delivery`, which the operator
 * names itself.
 *
 * It can't wait in a queue: Kueue knows MPI operator's v2beta1 and Training Operator has v1 (docs/queues.md).
 *
 * Needs platform component `trainingOperator`. A change makes a new run, see `RunArgs`.
 */
export class MPIJob extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where anything of it is wrong or can't be on this platform */
  constructor(name: string, args: MPIJobArgs, opts?: pulumi.ComponentResourceOptions) {
    const { run, spec, storage } = mpiJobRun(name, args);
    super("kubeflow:workloads:MPIJob", name, {}, opts);
    const { claims } = storage;
    const of = { apiVersion: "kubeflow.org/v1", kind: "MPIJob" };
    this.workload = registerRun(this, name, args, { ...of, run, spec, claims });
    this.registerOutputs({ workload: this.workload });
  }
}

/** The run of an MPIJob with its storage. */
export function mpiJobRun(name: string, args: MPIJobArgs) {
  const owner = ownerOf(name);
  needComponent(owner, "trainingOperator", args.platform);
  const tenant = tenantName(args.tenant);
  const workers = countOf(owner, "workers", args.workers, 1);
  const launcher = args.launcherResources ?? usualLauncher;
  checkQuota(owner, args.tenant, {
    cpu: args.resources.cpu * workers + launcher.cpu,
    memoryGiB: args.resources.memoryGiB * workers + launcher.memoryGiB,
    gpus: nodePlacement(owner, args).accelerators * workers,
  });
  const storageOf = (run: string) =>
    trainingStorage(owner, { run, tenant, pods: workers }, args, args.platform);
  const specOf = (run: string) => mpiJobSpec(name, args, storageOf(run));
  const run = runName("MPIJob", name, { ...specOf("run"), version: args.data?.version }, args);
  return { run, spec: specOf(run), storage: storageOf(run) };
}

/** The `spec` of the MPIJob. */
export function mpiJobSpec(name: string, args: MPIJobSpecArgs, storage?: TrainingStorage) {
  const owner = ownerOf(name);
  if (args.queue !== undefined || args.priority !== undefined) {
    throw new UserError(
      `${owner} asks for a queue or a priority: Kueue doesn't know this kind, it would start at once`,
      "leave queue and priority out, or use a TrainJob with runtime deepspeed-distributed",
    );
  }
  checkEnvironment(owner, args.environment, ["OMPI_"]);
  const placement = nodePlacement(owner, args);
  const workers = countOf(owner, "workers", args.workers, 1);
  const slots = countOf(
    owner,
    "slotsPerWorker",
    args.slotsPerWorker ?? Math.max(1, placement.accelerators),
    1,
  );
  const command = [
    "mpirun",
    "-np",
    String(workers * slots),
    ...(args.mpirunArguments ?? []),
    "python",
    `${codeFolder}/${args.program.entrypoint}`,
    ...(args.arguments ?? []),
  ];
  const { platform } = args;
  const resources = { ...(args.launcherResources ?? usualLauncher), accelerators: 0 };
  // The operator gives the launcher an account that may open sessions in the workers, and the workers a command.
  const launcher = {
    container: "mpi",
    command,
    placement: place(owner, { resources, platform }),
    callsApi: true,
  };
  const worker = { container: "mpi", placement };
  const { variables } = placement;
  return {
    slotsPerWorker: slots,
    mpiReplicaSpecs: {
      Launcher: {
        replicas: 1,
        restartPolicy: "OnFailure",
        template: podTemplate(owner, name, args, launcher, variables),
      },
      Worker: {
        replicas: workers,
        restartPolicy: "OnFailure",
        template: podTemplate(owner, name, args, worker, variables, storage),
      },
    },
    // Workers only wait for the launcher's sessions: they would stay for ever.
    runPolicy: runPolicy(owner, args, workers, "Running"),
  };
}

function ownerOf(name: string): string {
  return `MPIJob "${name}"`;
}
