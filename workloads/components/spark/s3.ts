import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { checkTenantPrefix } from "../../spec/tenant-prefix";
import type { SparkApplicationSpecArgs } from "./spark-application-args";

/** What driver and executors need for S3. */
export interface SparkS3 {
  /** Hadoop's configuration; the operator puts `spark.hadoop.` before each key. */
  readonly hadoopConf: Readonly<Record<string, string>>;
  /** Environment of AWS' other SDKs, such as Python's. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The one of hadoop-aws that asks AWS' ContainerCredentialsProvider, and so Pod Identity's agent. That class itself
 * can't be named: S3A makes providers by a constructor or `create()`, and it has a builder only (AWS SDK for Java 2,
 * hadoop-aws 3.4: IAMInstanceCredentialsProvider).
 */
const credentialsProvider = "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider";

/** First Spark with Hadoop 3.4, and so with AWS' SDK for Java 2; version 1 does not support Pod Identity (EKS User Guide). */
const firstMajor = 4;

/**
 * How an application gets to S3; undefined where it doesn't ask for that.
 *
 * @throws UserError where it can't work: no S3, another tenant's file, an image or a Spark that knows nothing of it
 */
export function sparkS3(
  owner: string,
  tenant: string,
  args: Pick<SparkApplicationSpecArgs, "main" | "s3" | "image">,
  sparkVersion: string,
  platform: Pick<PlatformOutputs, "objectStorage">,
): SparkS3 | undefined {
  const { main } = args;
  if (typeof main === "string") {
    checkTenantPrefix(owner, tenant, platform, main, "s3a");
    if (!main.endsWith(".py")) {
      throw new UserError(`${owner}: ${main} is no Python file`, "name a file whose name ends in .py");
    }
  }
  if (args.s3 === false && typeof main === "string") {
    throw new UserError(`${owner}: s3 is false, and its main file is ${main}`, "leave s3 out");
  }
  if (!(args.s3 ?? typeof main === "string")) {
    return undefined;
  }
  if (platform.objectStorage.kind !== "s3") {
    throw new UserError(
      `${owner} asks for S3, and the objects of this platform are in the cluster`,
      "leave s3 out",
    );
  }
  if (args.image === undefined) {
    throw new UserError(
      `${owner} reads S3, and the default image has no hadoop-aws`,
      "name an image with hadoop-aws and AWS' SDK for Java 2 in its Spark's jars",
    );
  }
  if (Number(sparkVersion.split(".")[0]) < firstMajor) {
    throw new UserError(
      `${owner}: Spark ${sparkVersion} has AWS' SDK for Java 1, which doesn't know EKS Pod Identity`,
      `use an image with Spark ${firstMajor}.0 or later, and say so in sparkVersion`,
    );
  }
  const { region } = platform.objectStorage;
  return {
    hadoopConf: {
      "fs.s3a.aws.credentials.provider": credentialsProvider,
      "fs.s3a.endpoint.region": region,
    },
    environment: { AWS_DEFAULT_REGION: region, AWS_REGION: region },
  };
}
