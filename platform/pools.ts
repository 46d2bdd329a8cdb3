import type { InfraOutputs } from "../contract";
import type { JsonObject } from "../manifests";

/** A group of like nodes, as infra exports it. */
export type NodePool = InfraOutputs["nodePools"][number];

/** The label of nodes that carries their pool's name (contract/infra.ts). */
export const poolLabel = "kubeflow-on-aws/pool";

/** A toleration of a taint: by its value, or whatever value it has. */
export type Toleration =
  | { key: string; operator: "Exists"; effect: string }
  | { key: string; operator: "Equal"; value: string; effect: string };

/** Node affinity that asks for nodes by the values of one label. */
export interface NodeAffinity extends JsonObject {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: { matchExpressions: { key: string; operator: "In"; values: string[] }[] }[];
    };
  };
}

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

/** Pools whose nodes have NVIDIA GPUs. */
export function gpuPools(infra: Pick<InfraOutputs, "nodePools">): NodePool[] {
  return acceleratedPools(infra, "nvidia.com/gpu");
}

/**
 * Pools with NVIDIA GPUs whose nodes don't run the device plugin themselves.
 *
 * Bottlerocket's NVIDIA variants run it as a service of the system, and its maintainers warn of a second one.
 * Source: bottlerocket-os/bottlerocket, issue 3992; its settings are `settings.kubelet-device-plugins.nvidia`.
 */
export function pluginlessGpuPools(infra: Pick<InfraOutputs, "nodePools">): NodePool[] {
  return gpuPools(infra).filter(({ operatingSystem }) => operatingSystem !== "bottlerocket");
}

/** Pools whose nodes have Elastic Fabric Adapters. */
export function efaPools({ nodePools }: Pick<InfraOutputs, "nodePools">): NodePool[] {
  return nodePools.filter(({ efa }) => efa === true);
}

/** What a pod must tolerate to run in any of some pools, each taint once. */
export function tolerationsOf(pools: readonly Pick<NodePool, "taints">[]): Toleration[] {
  const tolerations = pools.flatMap(({ taints }) => taints.map(tolerationOf));
  return [...new Map(tolerations.map((toleration) => [JSON.stringify(toleration), toleration])).values()];
}

/** The same for agents that belong onto every node of the pools: they tolerate a taint whatever its value. */
export function agentTolerationsOf(pools: readonly Pick<NodePool, "taints">[]): Toleration[] {
  return tolerationsOf(
    pools.map(({ taints }) => ({ taints: taints.map(({ key, effect }) => ({ key, effect })) })),
  );
}

/** What tolerates a taint: by its value where it has one. */
export function tolerationOf({ key, value, effect }: NodePool["taints"][number]): Toleration {
  return value === undefined
    ? { key, operator: "Exists", effect }
    : { key, operator: "Equal", value, effect };
}

/** Nodes of some pools and no others. */
export function affinityTo(pools: readonly Pick<NodePool, "name">[]): NodeAffinity {
  return nodesWith(
    poolLabel,
    pools.map(({ name }) => name),
  );
}

/** Nodes whose label has one of some values. */
export function nodesWith(key: string, values: string[]): NodeAffinity {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "In", values }] }],
      },
    },
  };
}
