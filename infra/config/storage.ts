import * as z from "zod";
import { days, integer, kmsKeyArn } from "./values";

/** `kubeflow-infra:objectStorage`: the S3 buckets. */
export const ObjectStorageConfig = z.strictObject({
  /**
   * How the buckets' names begin; S3 names are unique in the whole world. Default: <cluster>-<account>-<region>. The
   * buckets are <prefix>-artifacts, -models, -logs and -backups.
   */
  bucketPrefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and dashes")
    .max(53, "53 characters or fewer: S3 allows 63 with what is added")
    .refine(
      (prefix) => !/^(xn--|sthree-|amzn-s3-demo-)/.test(prefix),
      "a prefix that S3 does not keep for itself",
    )
    .optional(),
  /** Days after which versions that were replaced or deleted are removed for good. Default: 30. */
  noncurrentVersionDays: days.default(30),
  /** Moves objects that nobody reads to cheaper storage by itself. Default: true. */
  intelligentTiering: z.boolean().default(true),
  /** Server access logs of the buckets in the logs bucket. Default: true. */
  accessLogs: z.boolean().default(true),
  /** Web pages that may read artifacts straight from S3, such as https://kubeflow.example.com. Default: none. */
  corsOrigins: z.array(z.url({ protocol: /^https$/, error: "an https:// origin" })).default([]),
  /** `destroy` refuses to delete buckets that hold objects. Default: true; false deletes what is in them. */
  deletionProtection: z.boolean().default(true),
});

/** See the schema of the same name. */
export type ObjectStorageConfig = z.output<typeof ObjectStorageConfig>;

/** `kubeflow-infra:sharedStorage`: file systems that many pods mount. */
export const SharedStorageConfig = z.strictObject({
  /** Amazon EFS for ReadWriteMany volumes: notebooks, shared data. */
  efs: z
    .strictObject({
      /** Whether there is one. Default: true. Costs 0.30 USD a GB-month in us-east-1, nothing when empty. */
      enabled: z.boolean().default(true),
      /** How its throughput is paid. Default: elastic, by what is read and written. */
      throughputMode: z.enum(["elastic", "bursting"]).default("elastic"),
      /** Days after which files that nobody reads move to the infrequent-access class. Default: 30. */
      infrequentAccessAfterDays: z
        .union(
          [1, 7, 14, 30, 60, 90].map((number) => z.literal(number)),
          "one of 1, 7, 14, 30, 60, 90",
        )
        .default(30),
    })
    .prefault({}),
  /**
   * FSx for Lustre, linked to the artifacts bucket: for training that reads much. Pods mount it by the FSx CSI driver,
   * the EKS add-on `aws-fsx-csi-driver`, which is yours to add. Default: none.
   */
  lustre: z
    .strictObject({
      /** Capacity in GiB: 1200, or a multiple of 2400. 1200 GiB of SCRATCH_2 cost about 168 USD a month. */
      capacityGiB: z
        .int("a whole number")
        .refine((size) => size === 1200 || (size > 0 && size % 2400 === 0), "1200 or a multiple of 2400"),
      /** SCRATCH_2 for data that can be read again, PERSISTENT_2 for data that must survive a server. */
      deploymentType: z.enum(["SCRATCH_2", "PERSISTENT_2"]).default("SCRATCH_2"),
      /** MB/s for each TiB; only of PERSISTENT_2. Default: 125. */
      throughputPerTiB: z
        .union(
          [125, 250, 500, 1000].map((number) => z.literal(number)),
          "one of 125, 250, 500, 1000",
        )
        .default(125),
    })
    .optional(),
});

/** See the schema of the same name. */
export type SharedStorageConfig = z.output<typeof SharedStorageConfig>;

/** `kubeflow-infra:encryption`: the keys. */
export const EncryptionConfig = z.strictObject({
  /** KMS key for buckets, volumes, database, secrets and logs. Default: one made here (1 USD a month). */
  dataKeyArn: kmsKeyArn.optional(),
  /** Days between asking for a key's deletion and losing what it encrypts, 7 to 30. Default: 30. */
  deletionWindowDays: integer.min(7, "7 to 30 days").max(30, "7 to 30 days").default(30),
});

/** See the schema of the same name. */
export type EncryptionConfig = z.output<typeof EncryptionConfig>;
