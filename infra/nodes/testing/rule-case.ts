import type { PoolConfig } from "../pool";
import type { NodesConfig } from "../rules";
import { allPools, cpuPool } from "./pools";

/** A configuration without mistakes. */
export const good: NodesConfig = {
  region: "us-west-2",
  nodeProvisioner: "karpenter",
  nodePools: allPools,
  systemNodes: { instanceTypes: ["m7i.large"], minSize: 2, maxSize: 4 },
};

/** A configuration with one pool, changed. */
export function onePool(
  pool: PoolConfig,
  change: Partial<PoolConfig> = {},
  rest: Partial<NodesConfig> = {},
): NodesConfig {
  return { ...good, ...rest, nodePools: [{ ...pool, ...change }] };
}

/** Without Karpenter. */
export const managed = { nodeProvisioner: "managed-node-groups" } as const;
/** A pool that is bought in one way. */
export const cpuOnDemand = { ...cpuPool, capacityTypes: ["on-demand"] } satisfies PoolConfig;
/** A Capacity Block. */
export const block = { ids: ["cr-0123456789abcdef0"], kind: "capacity-block" } as const;

/** A configuration with one mistake. */
export interface Case {
  readonly what: string;
  readonly config: NodesConfig;
  readonly path: readonly (string | number)[];
  readonly message: RegExp;
}

/** A path in the first pool. */
export const first = (...path: (string | number)[]) => ["nodePools", 0, ...path];
