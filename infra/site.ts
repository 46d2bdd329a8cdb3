/** Where an environment's AWS resources are, and how their names begin. Plain values, known before anything is made. */
export interface Site {
  /** The environment's name, which is the stack's. */
  readonly environment: string;
  /** production refuses what may lose data or open the cluster. */
  readonly tier: "development" | "production";
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Name of the cluster; the physical name of everything around it begins with it. */
  readonly clusterName: string;
}

/**
 * Tag with the cluster's name on what drivers inside the cluster make, such as volumes: their roles reach only what
 * carries it.
 */
export const CLUSTER_TAG = "kubeflow-on-aws/cluster";

/** ARN of something in the site's region and account. */
export function arnOf(site: Site, service: string, resource: string): string {
  return `arn:${site.partition}:${service}:${site.region}:${site.accountId}:${resource}`;
}

/** ARN of something of IAM, which has no region. */
export function iamArnOf(site: Site, resource: string): string {
  return `arn:${site.partition}:iam::${site.accountId}:${resource}`;
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith("us-gov-")) {
    return "aws-us-gov";
  }
  return region.startsWith("cn-") ? "aws-cn" : "aws";
}
