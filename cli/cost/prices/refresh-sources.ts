import * as z from "zod";

/** The on-demand prices of one region. */
export interface Column {
  readonly region: string;
  readonly source: string;
  readonly date: string;
  readonly prices: ReadonlyMap<string, number>;
}

/** Database families that make sense for Kubeflow's databases. */
const DATABASE_FAMILIES = /^db\.(t3|t4g|m5|m6g|m6i|m7g|m7i|m8g|r6g|r6i|r7g|r7i|r8g)\.[a-z0-9]+$/;

/** Reads Karpenter's generated Go file, which holds one region's prices and says when they were asked for. */
export function karpenterPrices(go: string): {
  readonly region: string;
  readonly date: string;
  readonly prices: ReadonlyMap<string, number>;
} {
  const [, date = "", region = ""] = /generated at (\d{4}-\d{2}-\d{2})\S* for (\S+)/.exec(go) ?? [];
  if (date === "") {
    throw new Error("the Go file does not say when it was generated");
  }
  const found = go.matchAll(/"([a-z0-9-]+\.[a-z0-9-]+)": (\d+\.\d+)/g);
  return { region, date, prices: new Map([...found].map(([, type = "", price]) => [type, Number(price)])) };
}

const MapEntries = z.array(
  z.object({
    region: z.string(),
    attributes: z.object({ instanceType: z.string(), operatingSystem: z.literal("Linux") }),
    pricePerUnit: z.coerce.number(),
    unit: z.literal("USD per hour"),
  }),
);

/** Reads a list of the entries of AWS' own EC2 price map; prices by region, then by type. */
export function mapPrices(json: unknown): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const regions = new Map<string, Map<string, number>>();
  for (const { region, attributes, pricePerUnit } of MapEntries.parse(json)) {
    const prices = regions.get(region) ?? new Map<string, number>();
    regions.set(region, prices.set(attributes.instanceType, pricePerUnit));
  }
  return regions;
}

/** Rows of instances.csv: those of the known types that have a price somewhere. */
export function instanceRows(
  columns: readonly Column[],
  types: readonly string[],
): readonly (readonly string[])[] {
  const priced = types.filter((type) => columns.some(({ prices }) => prices.has(type)));
  return [
    ["type", ...columns.map(({ region }) => region)],
    ["source", ...columns.map(({ source }) => source)],
    ["date", ...columns.map(({ date }) => date)],
    ...priced.sort(bySize).map((type) => [type, ...columns.map(({ prices }) => cell(prices.get(type)))]),
  ];
}

const Spot = z.array(
  z.object({
    instance_type: z.string(),
    pricing: z.record(
      z.string(),
      z.object({
        linux: z
          .object({ ondemand: z.coerce.number(), spot_avg: z.coerce.number().optional().catch(undefined) })
          .optional()
          .catch(undefined),
      }),
    ),
  }),
);

/** Where and of when a file's numbers are. */
export interface Origin {
  readonly source: string;
  readonly date: string;
}

/**
 * Rows of spot.csv: the average of a type's zones. Where the on-demand price has changed since, the spot price of
 * then says nothing about now and is left out.
 */
export function spotRows(
  json: unknown,
  columns: readonly Column[],
  types: readonly string[],
  { source, date }: Origin,
): readonly (readonly string[])[] {
  const known = new Set(types);
  const rows = Spot.parse(json)
    .filter(({ instance_type: type }) => known.has(type))
    .sort((a, b) => bySize(a.instance_type, b.instance_type))
    .map(({ instance_type: type, pricing }) => [
      type,
      ...columns.map(({ region, prices }) => {
        const linux = pricing[region]?.linux;
        const now = prices.get(type);
        const same = linux !== undefined && now !== undefined && Math.abs(linux.ondemand - now) < 1e-4;
        return cell(same ? linux.spot_avg : undefined);
      }),
    ])
    .filter(([, ...cells]) => cells.some((one) => one !== ""));
  return [
    ["type", ...columns.map(({ region }) => region)],
    ["source", ...columns.map(() => source)],
    ["date", ...columns.map(() => date)],
    ...rows,
  ];
}

const Databases = z.array(
  z.object({
    instance_type: z.string(),
    vcpu: z.coerce.number(),
    pricing: z.record(z.string(), z.record(z.string(), z.object({ ondemand: z.coerce.number() }).partial())),
  }),
);

/** Rows of databases.csv: RDS for MySQL in one zone, and how many vCPUs a class has. */
export function databaseRows(
  json: unknown,
  regions: readonly string[],
  { source, date }: Origin,
): readonly (readonly string[])[] {
  const rows = Databases.parse(json)
    .filter(({ instance_type: type }) => DATABASE_FAMILIES.test(type))
    .sort((a, b) => bySize(a.instance_type, b.instance_type))
    .map(({ instance_type: type, vcpu, pricing }) => [
      type,
      String(vcpu),
      ...regions.map((region) => cell(pricing[region]?.MySQL?.ondemand)),
    ]);
  return [
    ["class", "vcpus", ...regions],
    ["source", source, ...regions.map(() => source)],
    ["date", date, ...regions.map(() => date)],
    ...rows,
  ];
}

function cell(price: number | undefined): string {
  return price === undefined || !(price > 0) ? "" : String(Number(price.toFixed(6)));
}

/** Families by name, sizes from small to large. */
function bySize(a: string, b: string): number {
  const [familyA, sizeA] = split(a);
  const [familyB, sizeB] = split(b);
  return familyA === familyB ? sizeA - sizeB || compare(a, b) : compare(familyA, familyB);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const SMALL = ["nano", "micro", "small", "medium", "large", "xlarge"] as const;

function split(type: string): readonly [string, number] {
  const dot = type.lastIndexOf(".");
  const size = type.slice(dot + 1);
  const small = SMALL.findIndex((name) => name === size);
  return [type.slice(0, dot), small < 0 ? SMALL.length + Number.parseInt(size, 10) : small];
}
