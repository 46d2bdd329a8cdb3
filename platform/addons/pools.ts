import type { InfraOutputs } from "../../contract";
import type { Toleration } from "./pods";

/** A pool of nodes as infra exports it. */
type NodePool = InfraOutputs["nodePools"][number];

/** The label of nodes that carries their pool's name (contract/infra.ts). */
export const poolLabel = "kubeflow-on-aws/pool";

/** Pools whose nodes have NVIDIA GPUs. */
export function gpuPools(infra: InfraOutputs): readonly NodePool[] {
  return infra.nodePools.filter(({ accelerator }) => accelerator?.resource === "nvidia.com/gpu");
}

/**
 * Pools with NVIDIA GPUs whose nodes don't run the device plugin themselves.
 *
 * Bottlerocket's NVIDIA variants run it as a service of the system, and its maintainers warn of a second one.
 * Source: bottlerocket-os/bottlerocket, issue 3992; its settings are `settings.kubelet-device-plugins.nvidia`.
 */
export function pluginlessGpuPools(infra: InfraOutputs): readonly NodePool[] {
  return gpuPools(infra).filter(({ operatingSystem }) => operatingSystem !== "bottlerocket");
}

/** Pools whose nodes have Elastic Fabric Adapters. */
export function efaPools(infra: InfraOutputs): readonly NodePool[] {
  return infra.nodePools.filter(({ efa }) => efa === true);
}

/** Tolerations of the taints that pools have, each once. */
export function tolerationsOf(pools: readonly NodePool[]): Toleration[] {
  const taints = pools.flatMap((pool) => pool.taints);
  const byText = new Map(taints.map(({ key, effect }) => [`${key} ${effect}`, { key, effect }]));
  return [...byText.values()].map(({ key, effect }) => ({ key, operator: "Exists", effect }));
}

/** Node affinity that asks for pools by their names. */
export interface PoolAffinity {
  readonly nodeAffinity: {
    readonly requiredDuringSchedulingIgnoredDuringExecution: {
      readonly nodeSelectorTerms: readonly {
        readonly matchExpressions: readonly {
          readonly key: string;
          readonly operator: "In";
          readonly values: readonly string[];
        }[];
      }[];
    };
  };
}

/** Puts pods on nodes of these pools and no others. */
export function onPools(pools: readonly NodePool[]): PoolAffinity {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: poolLabel, operator: "In", values: pools.map(({ name }) => name) }] },
        ],
      },
    },
  };
}
