import { interruptionQueueName, karpenterNodeRoleName } from "../nodes/names";
import { arnOf, iamArnOf, type Site } from "../site";

/** Names and ARNs of what this site's policies speak of: all known before anything is made. */

/** The buckets, by their plain names. */
export interface BucketNames {
  /** Artifacts of pipelines; a tenant owns the prefix of its namespace. */
  readonly artifacts: string;
  /** Trained models; a tenant owns the prefix of its namespace. */
  readonly models: string;
  /** Logs; Loki owns the prefix `loki/`. */
  readonly logs: string;
  /** Velero's backups. */
  readonly backups: string;
}

/** The topic of alerts. */
export interface AlertTopicFacts {
  readonly topicArn: string;
  /** ARN of the KMS key that encrypts it. Default: it isn't encrypted. */
  readonly keyArn?: string | undefined;
}

/** ARN of the site's EKS cluster. */
export function clusterArn(site: Site): string {
  return arnOf(site, "eks", `cluster/${site.clusterName}`);
}

/** ARN of a bucket. */
export function bucketArn(site: Site, bucket: string): string {
  return `arn:${site.partition}:s3:::${bucket}`;
}

/** ARN of objects of a bucket: those under a prefix (which ends with a slash), or all. */
export function objectsArn(site: Site, bucket: string, prefix = ""): string {
  return `${bucketArn(site, bucket)}/${prefix}*`;
}

/** ARN of the IAM role that Karpenter's nodes have. */
export function karpenterNodeRoleArn(site: Site): string {
  return iamArnOf(site, `role/${karpenterNodeRoleName(site)}`);
}

/** ARN of Karpenter's interruption queue. */
export function interruptionQueueArn(site: Site): string {
  return arnOf(site, "sqs", interruptionQueueName(site));
}

/** ARN of something of EC2 in this site's account. */
export function ec2Arn(site: Site, resource: string): string {
  return arnOf(site, "ec2", resource);
}

/**
 * ARN of something of EC2 that isn't always this account's: another one may have shared it (a subnet of a shared VPC,
 * a capacity reservation), and images and snapshots have no account in their ARNs at all.
 */
export function sharedEc2Arn(site: Site, resource: string): string {
  return `arn:${site.partition}:ec2:${site.region}:*:${resource}`;
}

/** The tag by which EKS, Karpenter and the EBS driver mark what belongs to a cluster; its value is `owned`. */
export function ownershipTag(site: Site): string {
  return `kubernetes.io/cluster/${site.clusterName}`;
}

/** How KMS names a service of the site's region in `kms:ViaService`. */
export function viaService(site: Site, service: string): string {
  const suffix = site.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `${service}.${site.region}.${suffix}`;
}
