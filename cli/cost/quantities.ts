import type { PriceRef } from "./prices/table";
import type { ServiceName } from "./prices/services";

/** Parts of an environment that its cost is told by, in the order in which they are told. */
export const PARTS = [
  "network",
  "cluster",
  "nodes",
  "storage",
  "database",
  "edge",
  "images",
  "keys and secrets",
  "logs and audit",
  "backup",
  "other",
] as const;

/** One of them. */
export type Part = (typeof PARTS)[number];

/** How many of something that has a price. */
export interface Quantity {
  readonly part: Part;
  /** The resource that it belongs to, by its name in the program. */
  readonly resource: string;
  /** How many at once: of hours, those of one hour; of GB-months, GB. Undefined for what is paid per use. */
  readonly count: number | undefined;
  readonly of: PriceRef;
  /** What a reader would wonder about. */
  readonly note?: string;
}

/** A resource as the inventory lists it. */
export interface InventoryResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: unknown;
}

/** What a rule knows besides its resource. */
export interface Surroundings {
  /** All resources of the environment. */
  readonly resources: readonly InventoryResource[];
  /** Availability Zones of the network. */
  readonly zones: number;
  /** Prices follow from dates too: versions run out of support. */
  readonly now: Date;
  /** vCPUs of a database instance class. */
  readonly databaseVcpus: (instanceClass: string) => number | undefined;
}

/** Says what of a resource costs money; an empty list is a resource that costs nothing. */
export type Rule = (resource: InventoryResource, around: Surroundings) => readonly Quantity[];

/** So many of a service, all the time. */
export function standing(
  part: Part,
  resource: InventoryResource,
  name: ServiceName,
  count: number,
  note?: string,
): Quantity {
  return {
    part,
    resource: resource.name,
    count,
    of: { kind: "service", name },
    ...(note !== undefined && { note }),
  };
}

/** Something that is paid by how much it is used: no part of an idle environment's cost. */
export function perUse(part: Part, resource: InventoryResource, name: ServiceName): Quantity {
  return { part, resource: resource.name, count: undefined, of: { kind: "service", name } };
}

/** Something that costs money all the time, but nobody knows how much. */
export function unknown(part: Part, resource: InventoryResource, what: string): Quantity {
  return { part, resource: resource.name, count: 1, of: { kind: "none", what } };
}
