import type { Price } from "./prices/table";

/** After how many days a price is old enough to say so. */
export const STALE_AFTER_DAYS = 180;

const DAY = 24 * 60 * 60 * 1000;

/** Of when prices are. */
export interface PriceAge {
  /** ISO dates; undefined where there is no price at all. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
  /** How many prices there are, and how many of them are older than {@link STALE_AFTER_DAYS}. */
  readonly prices: number;
  readonly stale: number;
}

/** The age of prices, each counted once. */
export function ageOf(prices: readonly (Price | undefined)[], now: Date): PriceAge {
  const known = prices.filter((price) => price !== undefined);
  const dates = known.map(({ date }) => date).sort();
  return {
    oldest: dates.at(0),
    newest: dates.at(-1),
    prices: known.length,
    stale: dates.filter((date) => now.getTime() - Date.parse(date) > STALE_AFTER_DAYS * DAY).length,
  };
}
