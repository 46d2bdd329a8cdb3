import * as pulumi from "@pulumi/pulumi";
import type { ObjectStorageConfig } from "../config/storage";
import type { Site } from "../site";
import { PrivateBucket } from "./bucket";
import { type Bucket, type BucketNames, bucketNames } from "./bucket-names";
import { LOG_PREFIXES, logsBucketPolicy, privateBucketPolicy } from "./bucket-policy";
import { lifecycleRules } from "./lifecycle";

/** What {@link ObjectStorage} is made from. */
export interface ObjectStorageArgs {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:objectStorage`. */
  readonly config: ObjectStorageConfig;
  /** ARN of the KMS key of artifacts, models and backups. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/**
 * The buckets of an environment. They cost nothing while they are empty.
 *
 * The logs bucket is encrypted by S3's own keys and logs no access to itself: neither S3 nor a load balancer can
 * deliver logs to a bucket encrypted by KMS, and a bucket that logs into itself never comes to rest.
 */
export class ObjectStorage extends pulumi.ComponentResource {
  /** Pipeline artifacts; a tenant owns the prefix of its namespace. */
  readonly artifacts: PrivateBucket;
  /** Trained models; a tenant owns the prefix of its namespace. */
  readonly models: PrivateBucket;
  /** What AWS logs, and Loki's chunks. */
  readonly logs: PrivateBucket;
  /** Velero's backups. */
  readonly backups: PrivateBucket;

  /** Their names, known before they are there. */
  readonly names: BucketNames;

  constructor(
    name: string,
    private readonly args: ObjectStorageArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("kubeflow:infra:ObjectStorage", name, {}, opts);
    this.names = bucketNames(args.site, args.config);

    this.logs = this.logsBucket(`${name}-logs`);
    this.artifacts = this.dataBucket(`${name}-artifacts`, "artifacts", args.config.corsOrigins);
    this.models = this.dataBucket(`${name}-models`, "models");
    this.backups = this.dataBucket(`${name}-backups`, "backups");

    this.registerOutputs({
      artifacts: this.artifacts.bucketName,
      models: this.models.bucketName,
      logs: this.logs.bucketName,
      backups: this.backups.bucketName,
    });
  }

  private logsBucket(name: string): PrivateBucket {
    const { site, config } = this.args;
    return new PrivateBucket(
      name,
      {
        bucket: this.names.logs,
        policy: logsBucketPolicy(site, this.names),
        lifecycleRules: lifecycleRules("logs", config),
        deletionProtection: config.deletionProtection,
      },
      { parent: this },
    );
  }

  private dataBucket(
    name: string,
    bucket: Exclude<Bucket, "logs">,
    corsOrigins: readonly string[] = [],
  ): PrivateBucket {
    const { site, config, dataKeyArn } = this.args;
    const { [bucket]: physicalName } = this.names;
    return new PrivateBucket(
      name,
      {
        bucket: physicalName,
        keyArn: dataKeyArn,
        policy: pulumi
          .output(dataKeyArn)
          .apply((keyArn) => privateBucketPolicy(site, physicalName, { kind: "kms", keyArn })),
        lifecycleRules: lifecycleRules(bucket, config),
        accessLogs: config.accessLogs
          ? { bucket: this.logs.bucketName, prefix: `${LOG_PREFIXES.s3}/${bucket}/` }
          : undefined,
        corsOrigins,
        deletionProtection: config.deletionProtection,
      },
      { parent: this },
    );
  }
}
