import type { ObjectStorageConfig } from "../config/storage";
import type { Bucket } from "./bucket-names";
import { LOG_PREFIXES } from "./bucket-policy";

/** One rule of a bucket's lifecycle, as the AWS provider takes it. */
export interface LifecycleRule {
  readonly id: string;
  readonly status: "Enabled";
  /** Which objects; an empty prefix is all of them. */
  readonly filter: { readonly prefix: string };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number };
  readonly expiration?: { readonly days: number } | { readonly expiredObjectDeleteMarker: boolean };
  readonly transitions?: { readonly days: number; readonly storageClass: "INTELLIGENT_TIERING" }[];
}

/** Days after which parts of an upload that nobody finished are removed; they cost like objects, and no list shows them. */
export const ABORT_UPLOADS_AFTER_DAYS = 7;

/** Days that logs are kept, by their prefix. What other programs put into the bucket (Loki) they remove themselves. */
export const LOG_DAYS = [
  { prefix: LOG_PREFIXES.s3, days: 90 },
  { prefix: LOG_PREFIXES.loadBalancer, days: 90 },
  // Who read or changed an object is asked long after it happened.
  { prefix: LOG_PREFIXES.cloudTrail, days: 365 },
] as const;

/** The buckets whose objects live long and are read unevenly, which is when Intelligent-Tiering pays. */
const TIERED: readonly Bucket[] = ["artifacts", "models", "backups"];

/**
 * The rules of a bucket's lifecycle.
 *
 * Intelligent-Tiering takes objects over on the day that they are made: there is no charge for retrieval, and S3
 * leaves objects below 128 KB where they are, so that the charge for watching them does not arise (S3 User Guide,
 * "Transitioning objects using Amazon S3 Lifecycle").
 */
export function lifecycleRules(
  bucket: Bucket,
  config: Pick<ObjectStorageConfig, "noncurrentVersionDays" | "intelligentTiering">,
): LifecycleRule[] {
  return [
    rule("abort-incomplete-uploads", "", {
      abortIncompleteMultipartUpload: { daysAfterInitiation: ABORT_UPLOADS_AFTER_DAYS },
    }),
    rule("remove-old-versions", "", {
      noncurrentVersionExpiration: { noncurrentDays: config.noncurrentVersionDays },
      // A delete marker whose versions are all gone only slows lists down.
      expiration: { expiredObjectDeleteMarker: true },
    }),
    ...(config.intelligentTiering && TIERED.includes(bucket)
      ? [
          rule("intelligent-tiering", "", {
            transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
          }),
        ]
      : []),
    ...(bucket === "logs"
      ? LOG_DAYS.map(({ prefix, days }) => rule(`expire-${prefix}`, `${prefix}/`, { expiration: { days } }))
      : []),
  ];
}

function rule(
  id: string,
  prefix: string,
  actions: Omit<LifecycleRule, "id" | "status" | "filter">,
): LifecycleRule {
  return { id, status: "Enabled", filter: { prefix }, ...actions };
}
