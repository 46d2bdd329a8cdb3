import type * as pulumi from "@pulumi/pulumi";
import type { CreatedNetworkConfig, NetworkConfig } from "../config/network";
import type { Site } from "../site";
import { type ExistingVpcFacts, checkExistingVpc, inspectExistingVpc, zonesOfSubnets } from "./existing";
import { offeredZones, zonesInUse } from "./offers";
import { layOutSubnets } from "./subnets";
import { type ZonePool, chooseZones, requireCovered } from "./zones";

/** What a network will be, decided before anything is registered. */
export type NetworkPlan =
  | {
      readonly kind: "created";
      readonly config: CreatedNetworkConfig;
      /** The zones, in the order of their subnets. */
      readonly availabilityZones: readonly string[];
    }
  | {
      readonly kind: "existing";
      /** Checked already. */
      readonly facts: ExistingVpcFacts;
    };

/**
 * Decides about a network: chooses the zones of a new VPC, or looks at the one that is there. Reads only.
 *
 * @param pools every pool of nodes, the system nodes too: each must find a zone that offers its types
 * @param provider of the environment's region and account
 * @throws UserError where no choice fits, or the VPC doesn't
 */
export async function planNetwork(
  site: Site,
  config: NetworkConfig,
  pools: readonly ZonePool[],
  provider: pulumi.ProviderResource,
): Promise<NetworkPlan> {
  const types = pools.flatMap(({ instanceTypes }) => instanceTypes);
  if (config.kind === "existing") {
    const [facts, offers] = await Promise.all([
      inspectExistingVpc(config, site, provider),
      offeredZones(types, provider),
    ]);
    checkExistingVpc(facts);
    requireCovered(offers, pools, zonesOfSubnets(facts.privateSubnets));
    return { kind: "existing", facts };
  }
  const named = config.availabilityZones;
  const count = named?.length ?? config.availabilityZoneCount;
  const layout = layOutSubnets(config.cidr, count);
  const [offers, inUse] = await Promise.all([
    offeredZones(types, provider),
    zonesInUse(site, layout.private, provider),
  ]);
  return { kind: "created", config, availabilityZones: chooseZones(offers, pools, { count, named, inUse }) };
}

/** Zones of the private subnets, in the subnets' order. */
export function zonesOf(plan: NetworkPlan): string[] {
  return plan.kind === "created"
    ? [...plan.availabilityZones]
    : plan.facts.privateSubnets.map(({ availabilityZone }) => availabilityZone);
}

/** Whether a load balancer can be reached from the internet. */
export function hasPublicSubnets(plan: NetworkPlan): boolean {
  return plan.kind === "created" || plan.facts.publicSubnets.length > 0;
}

/** The ranges that the cluster's own must not overlap with: the VPC's and those of its peers. */
export function networksAround(plan: NetworkPlan): readonly string[] {
  return plan.kind === "created" ? [plan.config.cidr, ...plan.config.peerCidrs] : plan.facts.cidrBlocks;
}
