import { overlaps } from "./cidr";

/**
 * Ranges that EKS takes Kubernetes Services' addresses from where none is given (EKS API reference,
 * KubernetesNetworkConfigRequest.serviceIpv4Cidr). It must not overlap the VPC.
 */
export const SERVICE_RANGES = ["172.20.0.0/16", "10.100.0.0/16"] as const;

/**
 * The range for the addresses of Kubernetes Services: the first of {@link SERVICE_RANGES} that neither the VPC nor a
 * peer uses. Chosen here rather than by EKS, which doesn't know of peers: pods could not reach a peer whose addresses
 * are Services' too. It can't be changed while the cluster lives.
 *
 * @param networks ranges of the VPC and of its peers
 * @returns undefined where both are taken
 */
export function serviceRange(networks: readonly string[]): string | undefined {
  return SERVICE_RANGES.find((range) => !networks.some((network) => overlaps(range, network)));
}
