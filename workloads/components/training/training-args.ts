import type { Program } from "../../spec/code";
import type { EfaArgs } from "../../spec/efa";
import type { PlacementArgs } from "../../spec/placement";
import type { QueueArgs } from "../../spec/queue";
import type { RunArgs } from "../../spec/run";

/**
 * What every kind of training takes: where its pods run (`pool`, `resources`, `platform`), which turn they get
 * (`queue`, `priority`), their network (`efa`), how runs follow one another (`keepRuns`, `attempt`) and the program.
 * `resources` are those of each node.
 */
export interface TrainingArgs extends PlacementArgs, QueueArgs, EfaArgs, RunArgs {
  /** The program that every process runs. */
  readonly program: Program;
  /** Its command line. Default: nothing. */
  readonly arguments?: readonly string[] | undefined;
  /**
   * Environment variables, such as `NCCL_DEBUG`. Not those that are set for the program: `PET_…` are torchrun's,
   * `TF_CONFIG` TensorFlow's, `CHECKPOINT_URI`, `DATA_URI` come from `checkpoints` and `data`. Default: none.
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Where training keeps what it needs to go on, and where its data are. */
export interface TrainingStorageArgs {
  /** Where checkpoints are kept. Default: nowhere, a program that is stopped begins anew. */
  readonly checkpoints?: Checkpoints | undefined;
  /** Where the data are. Default: the program has its own. */
  readonly data?: TrainingData | undefined;
}

/**
 * Where checkpoints are kept; the program finds it in the environment variable `CHECKPOINT_URI`.
 *
 * `true`: in the artifacts bucket, `s3://<bucket>/<tenant>/checkpoints/<run>/`; where the platform's objects are in the
 * cluster, on a volume of the run's own, which is mounted at /mnt/checkpoints. A pod that is started again finds what it
 * wrote; another run begins anew and overwrites nothing. `{ uri }`: this address below the tenant's own prefix, such as
 * that of an earlier run to go on from. `{ sizeGiB }`: `true` with a size for the volume. Whoever saves to S3 must write
 * its checkpoint under a new key, or last what marks it whole: an upload that is cut off leaves the one before.
 */
export type Checkpoints =
  | true
  | {
      /** `s3://…`, below the tenant's own prefix. */
      readonly uri: string;
    }
  | {
      /** Size of the volume in GiB, where one is used. Default: 10. */
      readonly sizeGiB: number;
    };

/** Where data are; the program finds the address in the environment variable `DATA_URI`. */
export type TrainingData = (
  | {
      /** `s3://…`, below the tenant's own prefix; read by the program, with the tenant's role. */
      readonly s3: string;
    }
  | {
      /**
       * A folder of the tenant's artifacts as FSx for Lustre shows it, below `<tenant>/`, without a slash before it;
       * mounted to read at /mnt/data. `""` is all of them. Needs `sharedStorage.lustre` of infra and the FSx CSI driver
       * (EKS add-on aws-fsx-csi-driver, which infra doesn't install): without it the pods wait for ever, with the
       * event FailedAttachVolume.
       */
      readonly lustre: string;
    }
) & {
  /** A name of what the data are now, such as a date: a new one makes a new run on the same address. Default: none. */
  readonly version?: string | undefined;
};
