import { UserError } from "../../config/errors";
import { prefixLength, subnetOf } from "./cidr";

/** Least size of a private subnet: 4096 addresses, of which prefix delegation gives pods 16 at a time. */
export const PRIVATE_SUBNET_PREFIX = 20;

/** Sizes of a VPC that is made here, as prefix lengths: AWS makes none larger than /16. */
export const VPC_PREFIXES = { largest: 16, smallest: 18 } as const;

/** Size of a public subnet: it holds a load balancer's and a NAT gateway's addresses and nothing else. */
const PUBLIC_SUBNET_PREFIX = 24;

/** The subnets of a VPC, one of each kind a zone, in the zones' order. */
export interface SubnetLayout {
  readonly private: readonly string[];
  readonly public: readonly string[];
}

/**
 * Divides a VPC among its zones.
 *
 * Each zone's private subnet is a quarter of the VPC (a /18 of a /16, a /20 of a /18), since pods take an address
 * each. The public subnets are the first /24s of the last quarter; the rest of it stays free. The n-th zone's
 * subnets don't depend on how many zones there are, so a third zone can be added later without moving any.
 *
 * @throws UserError where the VPC is too small or there are not 2 or 3 zones
 */
export function layOutSubnets(vpcCidr: string, zoneCount: number): SubnetLayout {
  const quarter = prefixLength(vpcCidr) + 2;
  if (quarter > PRIVATE_SUBNET_PREFIX) {
    throw new UserError(
      `${vpcCidr} is too small for a VPC: a zone's private subnet is a quarter of it, and has to be a /${PRIVATE_SUBNET_PREFIX} or larger.`,
      `give kubeflow-infra:network.cidr a /${VPC_PREFIXES.largest} to /${VPC_PREFIXES.smallest}`,
    );
  }
  if (zoneCount < 2 || zoneCount > 3) {
    throw new UserError(
      `${vpcCidr} can't be divided among ${zoneCount} zones: 2 or 3 are supported.`,
      "correct kubeflow-infra:network.availabilityZoneCount or .availabilityZones",
    );
  }
  const zones = Array.from({ length: zoneCount }, (_, index) => index);
  const last = subnetOf(vpcCidr, quarter, 3);
  return {
    private: zones.map((zone) => subnetOf(vpcCidr, quarter, zone)),
    public: zones.map((zone) => subnetOf(last, PUBLIC_SUBNET_PREFIX, zone)),
  };
}
