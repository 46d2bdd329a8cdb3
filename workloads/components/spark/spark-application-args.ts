import type { Program } from "../../spec/code";
import type { PlacementArgs, Resources } from "../../spec/placement";
import type { RunArgs } from "../../spec/run";

/** What a SparkApplication is made from, its tenant aside. */
export interface SparkApplicationSpecArgs extends RunArgs, Pick<PlacementArgs, "pool" | "platform"> {
  /**
   * The Python program: files of this program, which are mounted into driver and executors, or the address of a file
   * below the tenant's prefix, `s3a://<bucket>/<tenant>/…`.
   */
  readonly main: Program | string;
  /** Its command line. Default: nothing. */
  readonly arguments?: readonly string[] | undefined;
  /**
   * Container image with Spark and Python. Default: `spark:4.0.1`, which has nothing for S3: for that, one with
   * hadoop-aws and AWS' SDK for Java 2, of the Hadoop version that its Spark has.
   */
  readonly image?: string | undefined;
  /** Version of the image's Spark. Default: 4.0.1, what Spark operator 2.5 submits with. */
  readonly sparkVersion?: string | undefined;
  /** What the driver gets: requests equal limits. Default: 1 core and 2 GiB. It gets no accelerators. */
  readonly driver?: Omit<Resources, "accelerators"> | undefined;
  /** What each executor gets: requests equal limits; as many tasks at a time as it has whole cores. */
  readonly executor: Resources;
  /** How many executors, or from how many to how many as the work needs them. Default: 2. */
  readonly executors?: number | ExecutorRange | undefined;
  /** Name of the node pool of the driver. Default: that of the executors, `pool`. */
  readonly driverPool?: string | undefined;
  /**
   * Let Spark read and write `s3a://` addresses below the tenant's prefix, with the tenant's role by EKS Pod Identity.
   * Asks for an image of its own with Spark 4 or later: Spark 3 has Hadoop 3.3 and AWS' SDK for Java 1, which doesn't
   * know Pod Identity. Default: true where `main` is on S3, else false.
   */
  readonly s3?: boolean | undefined;
  /** Environment variables of driver and executors. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** More of Spark's own configuration; what this component sets is refused. Default: none. */
  readonly sparkConf?: Readonly<Record<string, string>> | undefined;
  /**
   * What happens when it has ended: `never` leaves it so, `always` starts it again (for streams), `onFailure` tries
   * again so many times, a minute apart. Default: `never`.
   */
  readonly restart?: "never" | "always" | { readonly onFailure: number } | undefined;
  /**
   * Seconds from its end until the operator deletes it, with its pods and logs. A run that is gone is made anew when
   * the stack is refreshed. Default: it stays.
   */
  readonly ttlSeconds?: number | undefined;
}

/** Dynamic allocation: executors come and go with the work. */
export interface ExecutorRange {
  /** Fewest. */
  readonly min: number;
  /** Most; the tenant's quota is held against it. */
  readonly max: number;
  /** How many there are to begin with. Default: as many as the fewest. */
  readonly initial?: number | undefined;
}
