import type { AwsFacts } from "../facts";
import type { PoolConfig } from "./pool";

/**
 * The zones that a pool's nodes may be in. A cluster placement group has one: the one that configuration names, else
 * the first of the VPC's where all of the pool's types are offered, else the VPC's first.
 *
 * @param zones the zones of the VPC's subnets; which one is taken must not change when a zone is added at the end
 */
export function poolZones(
  pool: Pick<PoolConfig, "zone" | "placementGroup" | "instanceTypes">,
  zones: readonly string[],
  region: string,
  facts: AwsFacts,
): string[] {
  if (pool.zone !== undefined) {
    return [pool.zone];
  }
  if (!pool.placementGroup) {
    return [...new Set(zones)];
  }
  const fitting = zones.find((zone) =>
    pool.instanceTypes.every((type) => facts.zonesOffering(type, region).includes(zone)),
  );
  const chosen = fitting ?? zones[0];
  return chosen === undefined ? [] : [chosen];
}

/** Those subnets that are in one of the zones, of subnets and their zones in the same order. */
export function subnetsIn(
  wanted: readonly string[],
  subnetIds: readonly string[],
  zones: readonly string[],
): string[] {
  return subnetIds.filter((_, index) => wanted.includes(zones[index] ?? ""));
}
