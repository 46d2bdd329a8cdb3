import type { PriceAge } from "../../cost/age";
import type { Part } from "../../cost/quantities";
import { merged, partsOf } from "../../cost/report";
import type { Cost } from "../../cost/sum";

/** What a line of the bill costs. */
export interface CostItem {
  readonly what: string;
  readonly count: number;
  /** What is counted where that is no piece: `GB`. */
  readonly unit: string;
  /** US cents a month; undefined where the price is unknown. */
  readonly monthlyCents: number | undefined;
}

/** A part of an environment, and what it costs. */
export interface CostPart {
  readonly part: Part;
  readonly totalCents: number;
  readonly items: readonly CostItem[];
}

/** What an environment on AWS costs a month when nobody uses it. */
export interface CostView {
  readonly environment: string;
  readonly region: string;
  readonly totalCents: number;
  /** The most expensive first. */
  readonly parts: readonly CostPart[];
  /** What has no known price; the total is a lower bound where this isn't empty. */
  readonly unknown: readonly string[];
  /** What is paid by its use, and so not in the total. */
  readonly perUse: readonly string[];
  readonly age: PriceAge;
}

/** What the report says about money. */
export type CostSection =
  | { readonly kind: "aws"; readonly cost: CostView }
  /** Nothing at AWS: what another environment would cost stands beside it, where there is one. */
  | { readonly kind: "free"; readonly example: CostView | undefined }
  | { readonly kind: "unknown"; readonly why: string };

/** A planned cost as the report shows it. */
export function costView(environment: string, cost: Cost, age: PriceAge): CostView {
  return {
    environment,
    region: cost.region,
    totalCents: cost.totalCents,
    parts: partsOf(cost)
      .map(({ part, lines, totalCents }) => ({
        part,
        totalCents,
        items: merged(lines).map(({ what, count, unit, monthlyCents }) => ({
          what,
          count,
          unit: /^(\S+)-month$/.exec(unit)?.[1] ?? "",
          monthlyCents,
        })),
      }))
      .sort((a, b) => b.totalCents - a.totalCents),
    unknown: cost.unknown,
    perUse: [...new Set(cost.perUse.map(({ what }) => what))].sort((a, b) => a.localeCompare(b)),
    age,
  };
}
