import { ageOf, type PriceAge } from "./age";
import type { LivePrices } from "./live";
import type { PoolCost } from "./pools";
import { keyOf, type PriceRef } from "./prices/table";
import { type Part, PARTS } from "./quantities";
import { type Cost, type CostLine, totalOf } from "./sum";

/** Everything that `npm run cost` has found out. */
export interface CostReport {
  readonly environment: string;
  readonly cost: Cost;
  readonly pools: readonly PoolCost[];
  readonly live: LivePrices;
  readonly now: Date;
}

/** The lines of a part, and their sum. */
export interface PartCost {
  readonly part: Part;
  readonly lines: readonly CostLine[];
  readonly totalCents: number;
}

/** A cost by its parts, those without lines left out. */
export function partsOf(cost: Cost): readonly PartCost[] {
  return PARTS.map((part) => {
    const lines = cost.lines.filter((line) => line.part === part);
    return { part, lines, totalCents: totalOf(lines) };
  }).filter(({ lines }) => lines.length > 0);
}

/** Lines about the same thing as one: thirteen endpoints are a line of 39 endpoint-zones. */
export function merged(lines: readonly CostLine[]): readonly CostLine[] {
  const together = new Map<string, CostLine>();
  for (const line of lines) {
    const key = `${keyOf(line.of)} ${line.note ?? ""}`;
    const before = together.get(key);
    together.set(
      key,
      before === undefined
        ? line
        : {
            ...before,
            count: before.count + line.count,
            monthlyCents: sumOf(before.monthlyCents, line.monthlyCents),
          },
    );
  }
  return [...together.values()];
}

function sumOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

/** The age of all prices that a report shows. */
export function reportAge({ cost, pools, now }: CostReport): PriceAge {
  const prices = new Map([...cost.lines, ...cost.perUse].map(({ of, price }) => [keyOf(of), price]));
  const ofPools = pools.flatMap(({ types }) => types.flatMap(({ onDemand, spot }) => [onDemand, spot]));
  return ageOf([...prices.values(), ...ofPools], now);
}

/** What something costs in this moment, where AWS has said so. */
export function liveOf(live: LivePrices, ref: PriceRef): number | undefined {
  return live.asked ? live.prices.get(keyOf(ref)) : undefined;
}

/** What an environment's idle cost doesn't tell. */
export const NOT_COUNTED = [
  "nodes that Karpenter starts when pods ask for them; Kubeflow's own pods need one or more of a CPU pool",
  "volumes of pods, data transfer, free tiers, discounts and taxes",
] as const;
