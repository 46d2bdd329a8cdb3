import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { LifecycleRule } from "./lifecycle";
import type { PolicyDocument } from "./policy-document";

/** What a {@link PrivateBucket} is made from. */
export interface PrivateBucketArgs {
  /** The bucket's name; 3 to 63 characters, unique in the partition. Another one replaces the bucket. */
  readonly bucket: string;
  /**
   * ARN of the KMS key that encrypts new objects. Default: none, and then they are encrypted by S3's own keys, which
   * is what a bucket needs that AWS delivers access logs to.
   */
  readonly keyArn?: pulumi.Input<string> | undefined;
  /** Who may not, and which services may. */
  readonly policy: pulumi.Input<PolicyDocument>;
  /** What becomes of objects as they age. */
  readonly lifecycleRules: LifecycleRule[];
  /** Where to log who asked for what. The log costs what it holds. Default: nowhere. */
  readonly accessLogs?: AccessLogs | undefined;
  /** Web pages that may read objects straight from S3, as `https://host`. Default: none. */
  readonly corsOrigins?: readonly string[] | undefined;
  /**
   * Keeps the bucket: Pulumi refuses a plan that deletes or replaces it, before anything else of the plan is done
   * (S3 alone would refuse only when its turn comes, with half of the stack gone), and the provider does not empty
   * it. The way out is on purpose two steps: false and `up`, then `destroy`.
   */
  readonly deletionProtection: boolean;
}

/** Where a bucket's server access logs are put. */
export interface AccessLogs {
  /** Name of the bucket; it has to let the logging service in already. */
  readonly bucket: pulumi.Input<string>;
  /** How the logs' keys begin, with a slash at the end. */
  readonly prefix: string;
}

/**
 * A bucket that nobody outside the account reaches: encrypted, by TLS only, versioned, with no public access, no
 * access control lists and a lifecycle.
 */
export class PrivateBucket extends pulumi.ComponentResource {
  /** The bucket's name; known once its policy is in place. */
  readonly bucketName: pulumi.Output<string>;
  /** The bucket's ARN; known once its policy is in place. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:PrivateBucket", name, {}, opts);

    const bucket = new s3.Bucket(
      name,
      { bucket: args.bucket, forceDestroy: !args.deletionProtection, tags: { Name: args.bucket } },
      { parent: this, protect: args.deletionProtection },
    );
    const policy = this.closeToOthers(name, bucket, args.policy);
    this.encrypt(name, bucket, args.keyArn);
    this.keepVersions(name, bucket, args.lifecycleRules);
    this.logAccess(name, bucket, args.accessLogs);
    this.letPagesIn(name, bucket, args.corsOrigins ?? []);

    this.bucketName = policy.bucket;
    this.arn = pulumi.all([bucket.arn, policy.bucket]).apply(([arn]) => arn);
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  private closeToOthers(name: string, bucket: s3.Bucket, policy: pulumi.Input<PolicyDocument>) {
    const publicAccess = new s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    const ownership = new s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this, dependsOn: publicAccess },
    );
    // One after the other: S3 refuses two changes of a bucket's access at the same time (OperationAborted).
    return new s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.bucket, policy: pulumi.jsonStringify(policy) },
      { parent: this, dependsOn: ownership },
    );
  }

  private encrypt(name: string, bucket: s3.Bucket, keyArn: pulumi.Input<string> | undefined): void {
    const byDefault =
      keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
            bucketKeyEnabled: true,
          };
    new s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      // A key that comes with the request (SSE-C) is one that nobody else can ever decrypt with.
      { bucket: bucket.bucket, rules: [{ ...byDefault, blockedEncryptionTypes: ["SSE-C"] }] },
      { parent: this },
    );
  }

  private keepVersions(name: string, bucket: s3.Bucket, rules: LifecycleRule[]): void {
    const versioning = new s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    new s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.bucket, rules },
      // Rules about old versions are refused where there are none.
      { parent: this, dependsOn: versioning },
    );
  }

  private logAccess(name: string, bucket: s3.Bucket, logs: AccessLogs | undefined): void {
    if (logs !== undefined) {
      new s3.BucketLogging(
        `${name}-access-logs`,
        {
          bucket: bucket.bucket,
          targetBucket: logs.bucket,
          targetPrefix: logs.prefix,
          // By account, region, bucket and day of the event, so that a query reads one day and not all.
          targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
        },
        { parent: this },
      );
    }
  }

  private letPagesIn(name: string, bucket: s3.Bucket, origins: readonly string[]): void {
    if (origins.length > 0) {
      new s3.BucketCorsConfiguration(
        `${name}-cors`,
        {
          bucket: bucket.bucket,
          corsRules: [
            {
              id: "read",
              allowedMethods: ["GET", "HEAD"],
              allowedOrigins: [...origins],
              allowedHeaders: ["*"],
              exposeHeaders: ["ETag", "Content-Length", "Content-Range"],
              maxAgeSeconds: 3600,
            },
          ],
        },
        { parent: this },
      );
    }
  }
}
