import { UserError } from "../../config/errors";

/**
 * Ids of zones where EKS runs no cluster (EKS user guide, "View Amazon EKS networking requirements for VPC and
 * subnets"). Ids, since which letter a zone has differs from account to account.
 */
export const UNSUPPORTED_ZONE_IDS = ["use1-az3", "usw1-az2", "cac1-az3"] as const;

/** An Availability Zone. */
export interface Zone {
  /** Such as us-west-2a. */
  readonly name: string;
  /** Such as usw2-az1: the same zone in every account. */
  readonly id: string;
}

/** What a region has. */
export interface RegionOffers {
  /** Such as us-west-2. */
  readonly region: string;
  /** Its zones that are in order, without Local Zones. */
  readonly zones: readonly Zone[];
  /** Names of the zones that offer an instance type, by the type; a type that no zone offers may be absent. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
}

/** A pool of nodes that has to find a zone. */
export interface ZonePool {
  /** What messages call it: its key in the configuration, such as nodePools.gpu. */
  readonly name: string;
  /** Types to choose from: a zone will do where one of them is offered. */
  readonly instanceTypes: readonly string[];
  /** Whether its nodes have GPUs, which fewer zones offer: zones are chosen for these pools first. */
  readonly gpu: boolean;
}

/** Which zones are wanted. */
export interface ZoneWishes {
  /** How many, 2 or 3. */
  readonly count: number;
  /** The zones by name, in the order of their subnets. Default: chosen. */
  readonly named?: readonly string[] | undefined;
  /**
   * Zones that the VPC's subnets are in already, in the subnets' order. They are kept, whatever is offered elsewhere
   * today: another zone would replace a subnet and all that runs in it. Default: none.
   */
  readonly inUse?: readonly string[] | undefined;
}

/**
 * The zones of a new VPC, in the order of their subnets.
 *
 * The choice is the one where every pool has a zone, then GPU pools have most of them, then all pools; of equal ones
 * the first by name. The same input always gives the same zones.
 *
 * @throws UserError where there are too few zones, or a pool has none
 */
export function chooseZones(offers: RegionOffers, pools: readonly ZonePool[], wishes: ZoneWishes): string[] {
  const usable = usableZones(offers);
  if (wishes.named !== undefined) {
    requireKnown(wishes.named, usable, offers.region);
    requireKept(wishes.named, wishes.inUse ?? []);
    requireCovered(offers, pools, wishes.named);
    return [...wishes.named];
  }
  const kept = (wishes.inUse ?? []).slice(0, wishes.count);
  const candidates = usable.filter((zone) => !kept.includes(zone));
  if (kept.length + candidates.length < wishes.count) {
    throw tooFew(offers.region, [...kept, ...candidates], wishes.count);
  }
  const choices = combinations(candidates, wishes.count - kept.length).map((more) => [...kept, ...more]);
  const chosen = best(choices, (zones) => score(offers, pools, zones));
  requireCovered(offers, pools, chosen);
  return chosen;
}

/**
 * Requires that each pool finds one of its instance types in one of some zones.
 *
 * @throws UserError naming each pool that doesn't, and where it would
 */
export function requireCovered(
  { region, offered }: Pick<RegionOffers, "region" | "offered">,
  pools: readonly ZonePool[],
  zones: readonly string[],
): void {
  const lines = pools
    .filter((pool) => zonesOf(offered, pool).every((zone) => !zones.includes(zone)))
    .map((pool) => {
      const elsewhere = zonesOf(offered, pool);
      const where = elsewhere.length === 0 ? `nowhere in ${region}` : `only in ${elsewhere.join(", ")}`;
      return `  kubeflow-infra:${pool.name}.instanceTypes: ${pool.instanceTypes.join(", ")} offered ${where}`;
    });
  if (lines.length > 0) {
    throw new UserError(
      [`No zone of the VPC (${zones.join(", ")}) offers the instance types of:`, ...lines].join("\n"),
      "name other instance types, or zones that offer them in kubeflow-infra:network.availabilityZones",
    );
  }
}

/** Zones of a region that EKS runs in, by name. */
export function usableZones({ zones }: Pick<RegionOffers, "zones">): string[] {
  const unsupported: readonly string[] = UNSUPPORTED_ZONE_IDS;
  return zones
    .filter(({ id }) => !unsupported.includes(id))
    .map(({ name }) => name)
    .sort();
}

function requireKnown(named: readonly string[], usable: readonly string[], region: string): void {
  const unknown = named.filter((zone) => !usable.includes(zone));
  if (unknown.length > 0) {
    throw new UserError(
      `kubeflow-infra:network.availabilityZones: EKS has no ${unknown.join(", ")} for this account in ${region}; ` +
        `there are ${usable.join(", ")}.`,
      "name two or three of those, or leave the key out to have them chosen",
    );
  }
}

/** EKS leaves a cluster in the zones that it was made in (its user guide, networking requirements). */
function requireKept(named: readonly string[], inUse: readonly string[]): void {
  if (inUse.some((zone, index) => index < named.length && zone !== named[index])) {
    throw new UserError(
      `kubeflow-infra:network.availabilityZones is ${named.join(", ")}, but the VPC's subnets are in ` +
        `${inUse.join(", ")}, in that order. They can't move while the cluster lives.`,
      `begin the list with ${inUse.slice(0, named.length).join(", ")}, or destroy the environment first`,
    );
  }
}

function tooFew(region: string, usable: readonly string[], count: number): UserError {
  const found = `${region} has ${usable.length} zones that EKS can use (${usable.join(", ")})`;
  return usable.length < 2
    ? new UserError(`${found}; EKS needs two.`, "choose another kubeflow-infra:region")
    : new UserError(
        `${found}, not ${count}.`,
        `set kubeflow-infra:network.availabilityZoneCount to ${usable.length}`,
      );
}

/** Better choices have greater numbers, the first number counting most. */
function score({ offered }: RegionOffers, pools: readonly ZonePool[], zones: readonly string[]): number[] {
  const counts = pools.map((pool) => ({
    gpu: pool.gpu,
    zones: zonesOf(offered, pool).filter((zone) => zones.includes(zone)).length,
  }));
  const sum = (list: typeof counts) => list.reduce((total, one) => total + one.zones, 0);
  return [counts.filter((one) => one.zones > 0).length, sum(counts.filter((one) => one.gpu)), sum(counts)];
}

/** The first of those choices that no other beats. */
function best(choices: readonly string[][], judge: (choice: string[]) => number[]): string[] {
  const [first = [], ...others] = choices;
  return others.reduce((leader, other) => (beats(judge(other), judge(leader)) ? other : leader), first);
}

function beats(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0);
}

function zonesOf(offered: RegionOffers["offered"], pool: ZonePool): string[] {
  return [...new Set(pool.instanceTypes.flatMap((type) => offered.get(type) ?? []))].sort();
}

/** All ways to take some of a list, in the list's order. */
function combinations(list: readonly string[], count: number): string[][] {
  if (count === 0) {
    return [[]];
  }
  return list.flatMap((first, index) =>
    combinations(list.slice(index + 1), count - 1).map((rest) => [first, ...rest]),
  );
}
