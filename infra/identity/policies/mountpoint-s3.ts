import type { Site } from "../../site";
import { bucketArn, objectsArn, type BucketNames } from "../names";
import { allow, policy, type PolicyDocument } from "../policy-document";
import { dataKeyForObjects } from "./kms";

/**
 * The Mountpoint for S3 CSI driver's own identity: models, to read.
 *
 * Every volume without `authenticationSource: pod` is mounted with it, whoever's pod it is (docs/CONFIGURATION.md of
 * awslabs/mountpoint-s3-csi-driver). So it gets what a PersistentVolume, which only a cluster's administrator makes,
 * may share among tenants, and nothing to write. A tenant's own data is mounted with `authenticationSource: pod`, and
 * then with the tenant's role.
 */
export function mountpointS3(site: Site, { models }: BucketNames, dataKeyArn: string): PolicyDocument {
  const bucket = bucketArn(site, models);
  const objects = objectsArn(site, models);
  return policy(
    allow("FindModels", ["s3:ListBucket"], [bucket]),
    allow("ReadModels", ["s3:GetObject"], [objects]),
    dataKeyForObjects(site, dataKeyArn, "read", [bucket, objects]),
  );
}
