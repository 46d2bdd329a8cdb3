import type { Site } from "../site";

/** Names that IAM policies and other rooms have to know before anything is made. */

/** Name of the managed node group of a pool; EKS puts it on the nodes as label eks.amazonaws.com/nodegroup. */
export function nodeGroupName(clusterName: string, pool: string): string {
  return `${clusterName}-${pool}`;
}

/** Name of the cluster placement group of a pool. */
export function placementGroupName(site: Site, pool: string): string {
  return `${site.clusterName}-${pool}`;
}

/** IAM role of the nodes that Karpenter starts. */
export function karpenterNodeRoleName(site: Site): string {
  return `${site.clusterName}-karpenter-node`;
}

/** SQS queue of interruption notices; Karpenter's documentation gives it the cluster's name. */
export function interruptionQueueName(site: Site): string {
  return site.clusterName;
}
