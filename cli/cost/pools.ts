import type { AwsInfraConfig } from "../../infra/config";
import type { Price, Prices } from "./prices/table";

/** What an instance type of a pool costs. */
export interface TypeCost {
  readonly type: string;
  /** Undefined where it is unknown. */
  readonly onDemand: Price | undefined;
  /** Undefined where it is unknown, or the pool doesn't buy on the spot market. */
  readonly spot: Price | undefined;
}

/** What a node of a pool costs an hour. */
export interface PoolCost {
  readonly name: string;
  /** How capacity is bought, best first. */
  readonly capacityTypes: readonly string[];
  readonly types: readonly TypeCost[];
}

/** The configuration that pools come from. */
export type PoolConfig = Pick<AwsInfraConfig, "systemNodes" | "nodePools">;

/** Hourly prices of an environment's pools: the system nodes, then the others. */
export function poolCosts(config: PoolConfig, prices: Prices): readonly PoolCost[] {
  const { systemNodes, nodePools } = config;
  const pools = [
    { name: "system", instanceTypes: systemNodes.instanceTypes, capacityTypes: [systemNodes.capacityType] },
    ...nodePools,
  ];
  return pools.map(({ name, instanceTypes, capacityTypes }) => ({
    name,
    capacityTypes,
    types: instanceTypes.map((type) => ({
      type,
      onDemand: prices.of({ kind: "instance", type }),
      spot: capacityTypes.some((one) => one === "spot") ? prices.of({ kind: "spot", type }) : undefined,
    })),
  }));
}
