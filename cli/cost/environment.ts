import type { PlannedConfig } from "./planned";
import { plannedQuantities } from "./planned";
import { type PoolConfig, type PoolCost, poolCosts } from "./pools";
import { isPriced } from "./prices/regions";
import { noPrices, type PriceRef, pricesOf } from "./prices/table";
import type { InventoryResource } from "./quantities";
import { quantitiesOf } from "./rules";
import { zonesOf } from "./rules/network";
import { type Cost, costOf } from "./sum";

/** The configuration that an environment's cost follows from, besides its resources. */
export type EnvironmentConfig = PlannedConfig & PoolConfig & { readonly region: string };

/** What an environment costs, and which prices that took. */
export interface EnvironmentCost {
  readonly cost: Cost;
  readonly pools: readonly PoolCost[];
  /** What to ask AWS about. */
  readonly refs: readonly PriceRef[];
}

/** What an environment costs, from the resources that it would have. */
export function environmentCost(
  resources: readonly InventoryResource[],
  config: EnvironmentConfig,
  now: Date,
): EnvironmentCost {
  const prices = isPriced(config.region) ? pricesOf(config.region) : noPrices(config.region);
  const zones = zonesOf(resources);
  const quantities = [
    ...quantitiesOf({ resources, zones, now, databaseVcpus: prices.databaseVcpus }),
    ...plannedQuantities(config, zones),
  ];
  const cost = costOf(quantities, prices);
  const pools = poolCosts(config, prices);
  const types = pools.flatMap((pool) => pool.types.map(({ type }): PriceRef => ({ kind: "instance", type })));
  return {
    cost,
    pools,
    refs: [...cost.lines.map(({ of }) => of), ...cost.perUse.map(({ of }) => of), ...types],
  };
}
