import type { InfraOutputs } from "../../contract";
import type { JsonObject } from "../../manifests";
import { poolLabel } from "../addons/pools";

/** A group of like nodes. */
export type NodePool = InfraOutputs["nodePools"][number];

/** The pools whose nodes have accelerators, of one kind where a resource is named. */
export function acceleratedPools(
  { nodePools }: Pick<InfraOutputs, "nodePools">,
  resource?: string,
): NodePool[] {
  return nodePools.filter(
    ({ accelerator }) =>
      accelerator !== undefined && (resource === undefined || accelerator.resource === resource),
  );
}

/** What a pod must tolerate to run in any of some pools, each taint once. */
export function tolerationsOf(pools: readonly Pick<NodePool, "taints">[]): JsonObject[] {
  const tolerations = pools.flatMap(({ taints }) =>
    taints.map(({ key, value, effect }) => ({
      key,
      ...(value === undefined ? { operator: "Exists" } : { operator: "Equal", value }),
      effect,
    })),
  );
  return [...new Map(tolerations.map((toleration) => [JSON.stringify(toleration), toleration])).values()];
}

/** Nodes of some pools and no others. */
export function affinityTo(pools: readonly Pick<NodePool, "name">[]): JsonObject {
  return nodesWith(
    poolLabel,
    pools.map(({ name }) => name),
  );
}

/** Nodes whose label has one of some values. */
export function nodesWith(key: string, values: string[]): JsonObject {
  const nodeSelectorTerms = [{ matchExpressions: [{ key, operator: "In", values }] }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
}
