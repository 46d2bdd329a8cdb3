import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones";
import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import { clusterTag } from "./tags";
import type { RegionOffers } from "./zones";

/** What is asked of EC2 before a network is made. All of it is free of charge and reads only. */

/**
 * Asks which zones there are, and which of them offer some instance types.
 *
 * @param provider of the environment's region and account
 */
export async function offeredZones(
  instanceTypes: readonly string[],
  provider: pulumi.ProviderResource,
): Promise<RegionOffers> {
  const [zones, offerings] = await Promise.all([
    getAvailabilityZones(
      // Local Zones and Wavelength Zones have to be opted into; Availability Zones have not.
      { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
      { provider },
    ),
    ec2.getInstanceTypeOfferings(
      {
        locationType: "availability-zone",
        filters: [{ name: "instance-type", values: [...new Set(instanceTypes)].sort() }],
      },
      { provider },
    ),
  ]);
  return {
    region: zones.region,
    zones: zones.names.map((name, index) => ({ name, id: zones.zoneIds[index] ?? "" })),
    offered: zonesByType(offerings.instanceTypes, offerings.locations),
  };
}

/**
 * Asks which zones the private subnets of a VPC that was made here are in, in the order of those subnets.
 *
 * @param privateCidrs the private subnets' ranges, in the zones' order
 * @returns none where there is no VPC yet
 */
export async function zonesInUse(
  site: Site,
  privateCidrs: readonly string[],
  provider: pulumi.ProviderResource,
): Promise<string[]> {
  const [name, value] = clusterTag(site);
  const { ids } = await ec2.getSubnets(
    {
      filters: [
        { name: `tag:${name}`, values: [value] },
        { name: "cidr-block", values: [...privateCidrs] },
      ],
    },
    { provider },
  );
  const subnets = await Promise.all(ids.map((id) => ec2.getSubnet({ id }, { provider })));
  return inOrder(privateCidrs, subnets);
}

/** Instance types and the zones that offer them, from two lists that belong together item by item. */
export function zonesByType(
  types: readonly string[],
  locations: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const pairs = types.map((type, index) => ({ type, zone: locations[index] ?? "" }));
  return new Map(
    types.map((type) => [type, pairs.filter((pair) => pair.type === type).map(({ zone }) => zone)]),
  );
}

/** The zones of the subnets with these ranges, up to the first range that no subnet has. */
export function inOrder(
  cidrs: readonly string[],
  subnets: readonly { readonly cidrBlock: string; readonly availabilityZone: string }[],
): string[] {
  const zones = cidrs.map((cidr) => subnets.find((subnet) => subnet.cidrBlock === cidr)?.availabilityZone);
  const gap = zones.indexOf(undefined);
  return zones.slice(0, gap < 0 ? undefined : gap).flatMap((zone) => zone ?? []);
}
