import type { Unit } from "./prices/services";
import { keyOf, nameOf, type Price, type PriceRef, type Prices, unitOf } from "./prices/table";
import { type Part, PARTS, type Quantity } from "./quantities";

/** Hours that AWS' own calculator counts for a month. */
export const HOURS_PER_MONTH = 730;

/** Something that costs money as long as it stands there. */
export interface CostLine {
  readonly part: Part;
  /** The resource that it belongs to. */
  readonly resource: string;
  /** What is paid for. */
  readonly what: string;
  readonly count: number;
  readonly unit: Unit;
  readonly of: PriceRef;
  /** Undefined where it is unknown. */
  readonly price: Price | undefined;
  /** In US cents, rounded, so that the lines that people see add up to the sum that they see. */
  readonly monthlyCents: number | undefined;
  readonly note?: string;
}

/** Something that is paid by its use. */
export interface UseLine {
  readonly part: Part;
  readonly what: string;
  readonly unit: Unit;
  readonly of: PriceRef;
  readonly price: Price | undefined;
}

/** What an environment costs. */
export interface Cost {
  readonly region: string;
  readonly lines: readonly CostLine[];
  /** Prices of what is paid by its use, each once in a part. */
  readonly perUse: readonly UseLine[];
  /** Sum of the lines whose price is known. */
  readonly totalCents: number;
  /** What of the lines has no known price, each once. The sum is complete where this is empty. */
  readonly unknown: readonly string[];
}

/** Puts prices to quantities. Lines come by part, in the order of {@link PARTS}. */
export function costOf(quantities: readonly Quantity[], prices: Prices): Cost {
  const byPart = [...quantities].sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part));
  const lines = byPart.flatMap((quantity) => lineOf(quantity, prices));
  const unknown = lines.filter(({ monthlyCents }) => monthlyCents === undefined).map(({ what }) => what);
  return {
    region: prices.region,
    lines,
    perUse: usesOf(byPart, prices),
    totalCents: totalOf(lines),
    unknown: [...new Set(unknown)],
  };
}

/** The sum of lines, in cents; what is unknown counts nothing. */
export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { monthlyCents }) => sum + (monthlyCents ?? 0), 0);
}

/** What so many of something cost in a month, in cents: an hour comes 730 times, the rest is by the month anyway. */
export function monthlyCents(count: number, usd: number, unit: Unit): number {
  const usdAMonth = count * usd * (unit === "hour" ? HOURS_PER_MONTH : 1);
  // Products such as 100 × 1.005 lie a hair below what they are.
  return Math.round(Number((usdAMonth * 100).toFixed(6)));
}

function lineOf({ part, resource, count, of, note }: Quantity, prices: Prices): readonly CostLine[] {
  if (count === undefined) {
    return [];
  }
  const price = prices.of(of);
  const unit = price?.unit ?? unitOf(of);
  return [
    {
      part,
      resource,
      what: nameOf(of),
      count,
      unit,
      of,
      price,
      monthlyCents: price === undefined ? undefined : monthlyCents(count, price.usd, price.unit),
      ...(note !== undefined && { note }),
    },
  ];
}

function usesOf(quantities: readonly Quantity[], prices: Prices): readonly UseLine[] {
  const uses = new Map<string, UseLine>();
  for (const { part, count, of } of quantities) {
    if (count === undefined) {
      const price = prices.of(of);
      uses.set(`${part} ${keyOf(of)}`, {
        part,
        what: nameOf(of),
        unit: price?.unit ?? unitOf(of),
        of,
        price,
      });
    }
  }
  return [...uses.values()];
}
