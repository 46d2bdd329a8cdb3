import type { Site } from "../site";

/** Tags by which controllers in the cluster find its subnets. */

/**
 * The tag that says which cluster a subnet is for, as name and value. EKS itself no longer needs it (EKS user guide,
 * networking requirements); where clusters share a VPC, the load balancer controller passes over the subnets of
 * others by it, and here a later run finds by it what an earlier one made.
 */
export function clusterTag(site: Site): readonly [name: string, value: "shared"] {
  return [`kubernetes.io/cluster/${site.clusterName}`, "shared"];
}

/** Tags of private subnets: internal load balancers may be put there, and Karpenter's nodes. */
export function privateSubnetTags(site: Site): Record<string, string> {
  const [name, value] = clusterTag(site);
  return {
    "kubernetes.io/role/internal-elb": "1",
    [name]: value,
    "karpenter.sh/discovery": site.clusterName,
  };
}

/** Tags of public subnets: load balancers that the internet reaches may be put there. */
export function publicSubnetTags(site: Site): Record<string, string> {
  const [name, value] = clusterTag(site);
  return { "kubernetes.io/role/elb": "1", [name]: value };
}
