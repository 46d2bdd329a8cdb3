import type { Site } from "../../site";
import { bucketArn, objectsArn, type BucketNames } from "../names";
import { allow, policy, type PolicyDocument } from "../policy-document";
import { dataKeyForObjects } from "./kms";

/** Loki's part of the logs bucket; its option `object_store.storage_prefix` has this name without the slash. */
const PREFIX = "loki/";

/**
 * Loki 3.7 with the Thanos object store client: the actions of README.md of thanos-io/objstore for S3, and aborting
 * uploads in parts that failed, under `loki/` of the logs bucket. The rest of that bucket is other services' logs.
 */
export function loki(site: Site, { logs }: BucketNames, dataKeyArn: string): PolicyDocument {
  const bucket = bucketArn(site, logs);
  const objects = objectsArn(site, logs, PREFIX);
  return policy(
    allow("FindOwnObjects", ["s3:ListBucket"], [bucket], {
      StringLike: { "s3:prefix": `${PREFIX}*` },
    }),
    allow(
      "KeepOwnObjects",
      ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      [objects],
    ),
    dataKeyForObjects(site, dataKeyArn, "read-and-write", [bucket, objects]),
  );
}
