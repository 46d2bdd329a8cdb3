import {
  BucketVersioningStatus,
  EncryptionType,
  ExpirationStatus,
  ObjectOwnership,
  PartitionDateSource,
  ServerSideEncryption,
  TransitionStorageClass,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import { PolicyText, Tags } from "../inventory";

/** Inputs of the provider's bucket resources, as parameters of S3's API. */

const bucket = z.string();

/** `forceDestroy` is an order to Pulumi, not to S3. */
export const Bucket = z.strictObject({ bucket, forceDestroy: z.boolean(), tags: Tags });

export const Policy = z.strictObject({ bucket, policy: PolicyText });

export const Versioning = z
  .strictObject({
    bucket,
    versioningConfiguration: z.strictObject({ status: z.enum(BucketVersioningStatus) }),
  })
  .transform(({ bucket: Bucket, versioningConfiguration: { status: Status } }) => ({
    Bucket,
    VersioningConfiguration: { Status },
  }));

export const Ownership = z
  .strictObject({ bucket, rule: z.strictObject({ objectOwnership: z.enum(ObjectOwnership) }) })
  .transform(({ bucket: Bucket, rule: { objectOwnership: ObjectOwnership } }) => ({
    Bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership }] },
  }));

export const PublicAccess = z
  .strictObject({
    bucket,
    blockPublicAcls: z.boolean(),
    blockPublicPolicy: z.boolean(),
    ignorePublicAcls: z.boolean(),
    restrictPublicBuckets: z.boolean(),
  })
  .transform((input) => ({
    Bucket: input.bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: input.blockPublicAcls,
      BlockPublicPolicy: input.blockPublicPolicy,
      IgnorePublicAcls: input.ignorePublicAcls,
      RestrictPublicBuckets: input.restrictPublicBuckets,
    },
  }));

const EncryptionRule = z
  .strictObject({
    applyServerSideEncryptionByDefault: z.strictObject({
      kmsMasterKeyId: z.string().optional(),
      sseAlgorithm: z.enum(ServerSideEncryption),
    }),
    blockedEncryptionTypes: z.array(z.enum(EncryptionType)),
    bucketKeyEnabled: z.boolean().optional(),
  })
  .transform((rule) => ({
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: rule.applyServerSideEncryptionByDefault.sseAlgorithm,
      KMSMasterKeyID: rule.applyServerSideEncryptionByDefault.kmsMasterKeyId,
    },
    BucketKeyEnabled: rule.bucketKeyEnabled,
    BlockedEncryptionTypes: { EncryptionType: rule.blockedEncryptionTypes },
  }));

export const Encryption = z
  .strictObject({ bucket, rules: z.array(EncryptionRule) })
  .transform(({ bucket: Bucket, rules: Rules }) => ({
    Bucket,
    ServerSideEncryptionConfiguration: { Rules },
  }));

const LifecycleRule = z
  .strictObject({
    id: z.string(),
    status: z.enum(ExpirationStatus),
    filter: z.strictObject({ prefix: z.string() }),
    abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: z.int() }).optional(),
    expiration: z
      .strictObject({ days: z.int().optional(), expiredObjectDeleteMarker: z.boolean().optional() })
      .optional(),
    noncurrentVersionExpiration: z.strictObject({ noncurrentDays: z.int() }).optional(),
    transitions: z
      .array(z.strictObject({ days: z.int(), storageClass: z.enum(TransitionStorageClass) }))
      .optional(),
  })
  .transform((rule) => ({
    ID: rule.id,
    Status: rule.status,
    Filter: { Prefix: rule.filter.prefix },
    AbortIncompleteMultipartUpload: rule.abortIncompleteMultipartUpload && {
      DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation,
    },
    Expiration: rule.expiration && {
      Days: rule.expiration.days,
      ExpiredObjectDeleteMarker: rule.expiration.expiredObjectDeleteMarker,
    },
    NoncurrentVersionExpiration: rule.noncurrentVersionExpiration && {
      NoncurrentDays: rule.noncurrentVersionExpiration.noncurrentDays,
    },
    Transitions: rule.transitions?.map(({ days: Days, storageClass: StorageClass }) => ({
      Days,
      StorageClass,
    })),
  }));

export const Lifecycle = z
  .strictObject({ bucket, rules: z.array(LifecycleRule) })
  .transform(({ bucket: Bucket, rules: Rules }) => ({
    Bucket,
    LifecycleConfiguration: { Rules },
  }));

export const Logging = z
  .strictObject({
    bucket,
    targetBucket: z.string(),
    targetPrefix: z.string(),
    targetObjectKeyFormat: z.strictObject({
      partitionedPrefix: z.strictObject({ partitionDateSource: z.enum(PartitionDateSource) }),
    }),
  })
  .transform((input) => ({
    Bucket: input.bucket,
    BucketLoggingStatus: {
      LoggingEnabled: {
        TargetBucket: input.targetBucket,
        TargetPrefix: input.targetPrefix,
        TargetObjectKeyFormat: {
          PartitionedPrefix: {
            PartitionDateSource: input.targetObjectKeyFormat.partitionedPrefix.partitionDateSource,
          },
        },
      },
    },
  }));
