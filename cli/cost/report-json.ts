import { STALE_AFTER_DAYS } from "./age";
import type { Price } from "./prices/table";
import { type CostReport, liveOf, NOT_COUNTED, partsOf, reportAge } from "./report";
import { HOURS_PER_MONTH } from "./sum";

/** The report for machines. Amounts are in US dollars; a price that is unknown is null. */
export function costJson(report: CostReport): string {
  const { environment, cost, pools, live } = report;
  const age = reportAge(report);
  return JSON.stringify(
    {
      environment,
      region: cost.region,
      currency: "USD",
      hoursPerMonth: HOURS_PER_MONTH,
      idleMonthlyUsd: cost.totalCents / 100,
      complete: cost.unknown.length === 0,
      unknown: cost.unknown,
      notCounted: NOT_COUNTED,
      parts: partsOf(cost).map(({ part, lines, totalCents }) => ({
        part,
        monthlyUsd: totalCents / 100,
        lines: lines.map(({ resource, what, count, unit, of, price, monthlyCents, note }) => ({
          resource,
          what,
          count,
          unit,
          price: priceJson(price, liveOf(live, of)),
          monthlyUsd: monthlyCents === undefined ? null : monthlyCents / 100,
          ...(note !== undefined && { note }),
        })),
      })),
      perUse: cost.perUse.map(({ part, what, unit, of, price }) => ({
        part,
        what,
        unit,
        price: priceJson(price, liveOf(live, of)),
      })),
      nodePools: pools.map(({ name, capacityTypes, types }) => ({
        name,
        capacityTypes,
        types: types.map(({ type, onDemand, spot }) => ({
          type,
          onDemand: priceJson(onDemand, liveOf(live, { kind: "instance", type })),
          ...(capacityTypes.includes("spot") && { spot: priceJson(spot, undefined) }),
        })),
      })),
      prices: { ...age, staleAfterDays: STALE_AFTER_DAYS },
      live: live.asked
        ? {
            asked: true,
            answered: live.prices.size,
            unanswered: live.unanswered,
            reason: live.reason ?? null,
          }
        : live,
    },
    undefined,
    2,
  );
}

function priceJson(price: Price | undefined, now: number | undefined): unknown {
  const live = now === undefined ? {} : { liveUsd: now };
  return price === undefined
    ? now === undefined
      ? null
      : live
    : { usd: price.usd, source: price.source, date: price.date, ...live };
}
