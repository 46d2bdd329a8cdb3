import type { InstanceFacts } from "../facts";

/** Addresses in one prefix, /28, that the VPC CNI assigns to an interface where prefix delegation is on. */
const PREFIX = 16;

/** Pods in the host's network, which take none of those addresses: aws-node and kube-proxy. */
const HOST_NETWORK_PODS = 2;

/**
 * How many pods a node of any of these types can have where prefix delegation is on: what the addresses of its
 * interfaces allow, and not more than EKS allows its own node groups (110 where there are fewer than 30 vCPUs, 250
 * otherwise; EKS User Guide, maxPods). Karpenter knows nothing of prefixes: left alone it would stop at a node's
 * single addresses, 29 on an m7i.large.
 */
export function maxPods(types: readonly InstanceFacts[]): number {
  return Math.min(...types.map(maxPodsOf));
}

function maxPodsOf(type: InstanceFacts): number {
  const addresses = type.interfaces * (type.addressesPerInterface - 1) * PREFIX + HOST_NETWORK_PODS;
  return Math.min(addresses, type.vcpu < 30 ? 110 : 250);
}
