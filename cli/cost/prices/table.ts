import * as fs from "node:fs";
import * as path from "node:path";
import { type PriceColumn, parsePrices } from "./csv";
import type { PricedRegion } from "./regions";
import { type ServiceName, serviceOf, type Unit } from "./services";
import { SOURCES } from "./sources";

/** What one of something costs, and how that is known. */
export interface Price {
  /** US dollars for one unit. */
  readonly usd: number;
  readonly unit: Unit;
  readonly source: string;
  /** ISO date on which it was so. */
  readonly date: string;
}

/** What something is the price of. */
export type PriceRef =
  | { readonly kind: "service"; readonly name: ServiceName }
  /** An EC2 instance with Linux, on demand. */
  | { readonly kind: "instance"; readonly type: string }
  /** The same on the spot market, average of the zones. */
  | { readonly kind: "spot"; readonly type: string }
  /** An RDS instance for MySQL in one zone. */
  | { readonly kind: "database"; readonly class: string }
  /** Something that this project has no price for, by its name for people. */
  | { readonly kind: "none"; readonly what: string };

/** Prices of a region. */
export interface Prices {
  readonly region: string;
  /** Undefined where the price is unknown. */
  readonly of: (ref: PriceRef) => Price | undefined;
  /** vCPUs of a database instance class; undefined where unknown. */
  readonly databaseVcpus: (instanceClass: string) => number | undefined;
}

/** Reads the price table of a region. */
export function pricesOf(region: PricedRegion): Prices {
  const instances = columnOf("instances.csv", region);
  const spot = columnOf("spot.csv", region);
  const databases = columnOf("databases.csv", region);
  const vcpus = columnOf("databases.csv", "vcpus");
  return {
    region,
    of: (ref) => {
      switch (ref.kind) {
        case "service":
          return servicePrice(ref.name, region);
        case "instance":
          return hourly(instances, ref.type);
        case "spot":
          return hourly(spot, ref.type);
        case "database":
          return hourly(databases, ref.class);
        case "none":
          return undefined;
      }
    },
    databaseVcpus: (instanceClass) => vcpus?.values.get(instanceClass),
  };
}

/** Prices of a region that the table doesn't have: all unknown. */
export function noPrices(region: string): Prices {
  const vcpus = columnOf("databases.csv", "vcpus");
  return {
    region,
    of: () => undefined,
    databaseVcpus: (instanceClass) => vcpus?.values.get(instanceClass),
  };
}

/** How something that has a price is called for people. */
export function nameOf(ref: PriceRef): string {
  switch (ref.kind) {
    case "service":
      return serviceOf(ref.name).what;
    case "instance":
      return ref.type;
    case "spot":
      return `${ref.type} (spot)`;
    case "database":
      return ref.class;
    case "none":
      return ref.what;
  }
}

/** In what something is priced. */
export function unitOf(ref: PriceRef): Unit {
  return ref.kind === "service" ? serviceOf(ref.name).unit : ref.kind === "none" ? "month" : "hour";
}

/** The same string for the same thing, and for nothing else. */
export function keyOf(ref: PriceRef): string {
  switch (ref.kind) {
    case "service":
      return ref.name;
    case "instance":
    case "spot":
      return `${ref.kind}:${ref.type}`;
    case "database":
      return `database:${ref.class}`;
    case "none":
      return `none:${ref.what}`;
  }
}

function servicePrice(name: ServiceName, region: PricedRegion): Price | undefined {
  const { unit, prices } = serviceOf(name);
  const quote = prices[region];
  if (quote === undefined) {
    return undefined;
  }
  const [usd, source] = quote;
  return { usd, unit, source: SOURCES[source].text, date: SOURCES[source].date };
}

function hourly(column: PriceColumn | undefined, key: string): Price | undefined {
  const usd = column?.values.get(key);
  return usd === undefined || column === undefined
    ? undefined
    : { usd, unit: "hour", source: column.source, date: column.date };
}

function columnOf(file: string, column: string): PriceColumn | undefined {
  return parsePrices(fs.readFileSync(path.join(__dirname, file), "utf8")).get(column);
}
