import type { WorkloadArgs } from "../../spec/tenant";
import type { Framework } from "./frameworks";
import type { TrainingArgs, TrainingStorageArgs } from "./training-args";

/** A runtime that a TrainJob can name: the component `TrainingRuntime` is one. */
export interface RuntimeHandle {
  /** Name of the TrainingRuntime in the tenant's namespace. */
  readonly runtimeName: string;
  /** What it starts the processes with. */
  readonly framework: Framework;
}

/** What the run of a TrainJob is made from, but for its storage. */
export interface TrainJobSpecArgs extends TrainingArgs {
  /** How many nodes train together. Default: 1; 2 with `deepspeed-distributed`, which has no less. */
  readonly nodes?: number | undefined;
  /** Processes on each node. Default: one an accelerator, and one where there are none. */
  readonly processesPerNode?: number | undefined;
  /** Container image. Default: the runtime's own (pytorch/pytorch 2.7.1 with CUDA 12.8 in release 26.03); required with `efa`. */
  readonly image?: string | undefined;
  /**
   * What starts the program: a `TrainingRuntime`, or the name of a ClusterTrainingRuntime. Release 26.03 brings
   * `torch-distributed` and `deepspeed-distributed`, the platform `torch-distributed-efa`; another name is taken for one of
   * torch. Default: `torch-distributed`, and `torch-distributed-efa` where `efa` is asked for.
   */
  readonly runtime?: RuntimeHandle | string | undefined;
}

/** What a TrainJob is made from. */
export interface TrainJobArgs extends TrainJobSpecArgs, TrainingStorageArgs, WorkloadArgs {
  /**
   * How many times the whole job is started again after a failure; a pod that loses its node, as to spot's interruption,
   * doesn't count. It makes a runtime of the job's own, see `TrainingRuntime`. Default: a platform's runtime restarts pods
   * one by one, six times in all (the Job's backoffLimit).
   */
  readonly restarts?: number | undefined;
  /**
   * Hours after the end for which pods and their logs stay. It makes a runtime of the job's own. The TrainJob itself stays,
   * with its state. Default: until the run goes.
   */
  readonly ttlHours?: number | undefined;
  /**
   * A number of nodes that changes while it trains. Refused: Trainer 2.1 takes `elasticPolicy` and ignores it, and 2.2 has
   * none. A `PyTorchJob` can be elastic. Default: none.
   */
  readonly elastic?: { readonly minNodes: number; readonly maxNodes: number } | undefined;
}
