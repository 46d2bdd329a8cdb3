import type { Site } from "../site";
import { bucketArn, clusterArn, viaService, type BucketNames } from "./names";
import { allow, policy, type PolicyDocument } from "./policy-document";

/** The namespace of whoever asks: a session tag that EKS Pod Identity sets and a pod can't change. */
const NAMESPACE_TAG = "aws:PrincipalTag/kubernetes-namespace";

/** Stands for the namespace in ARNs and conditions. Where the tag is missing a statement with it matches nothing. */
const NAMESPACE = `\${${NAMESPACE_TAG}}`;

/**
 * What every tenant may do, one document for all: read and write the objects under `<namespace>/` of the artifacts
 * and the models bucket.
 *
 * The namespace is the session tag `kubernetes-namespace` of EKS Pod Identity (EKS User Guide, "Grant Pods access to
 * AWS resources based on tags"). Each statement asks for the tag `eks-cluster-arn` too: namespaces of another cluster
 * may have the same names. Associations with `disableSessionTags` get nothing.
 *
 * Listing wants a prefix that begins with `<namespace>/`. The prefix `<namespace>` without the slash is refused: for
 * `team` it would show the keys of `team-b` as well. There are no versions and nothing of the bucket itself. S3
 * says NoSuchKey only to those who may list (S3 API Reference, GetObject), which here is bound to a prefix: programs
 * that ask for an object to learn whether it is there should be ready for AccessDenied, or list.
 */
export function tenant(site: Site, buckets: BucketNames, dataKeyArn: string): PolicyDocument {
  const own = [buckets.artifacts, buckets.models].map((bucket) => bucketArn(site, bucket));
  const ownObjects = own.map((bucket) => `${bucket}/${NAMESPACE}/*`);
  const inCluster = { "aws:PrincipalTag/eks-cluster-arn": clusterArn(site) };
  // An empty namespace would be the prefix "/".
  const named = { [NAMESPACE_TAG]: "?*" };
  return policy(
    allow(
      "KeepOwnObjects",
      [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
      ],
      ownObjects,
      { StringEquals: inCluster, StringLike: named },
    ),
    allow("FindOwnObjects", ["s3:ListBucket"], own, {
      StringEquals: inCluster,
      StringLike: { ...named, "s3:prefix": `${NAMESPACE}/*` },
    }),
    allow("UseDataKeyForOwnObjects", ["kms:Decrypt", "kms:GenerateDataKey"], [dataKeyArn], {
      StringEquals: { ...inCluster, "kms:ViaService": viaService(site, "s3") },
      StringLike: { ...named, "kms:EncryptionContext:aws:s3:arn": [...own, ...ownObjects] },
    }),
  );
}
