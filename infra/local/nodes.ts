import type { JsonObject } from "../../plugin/json";
import type { SimulatedPool } from "./inputs";

/** kwok simulates the nodes with this annotation and leaves others alone: a real node may join later. */
export const SIMULATED_NODE = { key: "kwok.x-k8s.io/node", value: "fake" } as const;

/** The label that carries the name of a node's pool. */
export const POOL_LABEL = "kubeflow-on-aws/pool";

/** The region that simulated nodes claim to be in; its three zones are taken in turn. */
const REGION = "us-west-2";
const ZONES = ["a", "b", "c"] as const;

/** Disk of a node that doesn't say how much it has: pods that ask for some would fit nowhere. */
const DISK = "200Gi";

/**
 * The pools of `local` unless configuration says otherwise: one of each kind that EKS will have.
 *
 * The system pool has no CriticalAddonsOnly taint: Kubeflow's own pods tolerate none, and upstream's manifests
 * shall run here as they are.
 */
export const DEFAULT_POOLS: readonly SimulatedPool[] = [
  {
    name: "system",
    count: 1,
    architecture: "amd64",
    instanceType: "m6i.2xlarge",
    labels: { "eks.amazonaws.com/nodegroup": "system", "eks.amazonaws.com/capacityType": "ON_DEMAND" },
    taints: [],
    capacity: { cpu: "8", memory: "32Gi", pods: "110" },
  },
  {
    name: "cpu",
    count: 2,
    architecture: "amd64",
    instanceType: "m6i.8xlarge",
    labels: { "karpenter.sh/nodepool": "cpu", "karpenter.sh/capacity-type": "spot" },
    taints: [],
    capacity: { cpu: "32", memory: "128Gi", pods: "234" },
  },
  {
    name: "gpu",
    count: 2,
    architecture: "amd64",
    instanceType: "g5.12xlarge",
    labels: {
      "karpenter.sh/nodepool": "gpu",
      "karpenter.sh/capacity-type": "on-demand",
      "nvidia.com/gpu.present": "true",
    },
    taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
    accelerator: { resource: "nvidia.com/gpu", count: 4, product: "NVIDIA-A10G" },
    capacity: { cpu: "48", memory: "192Gi", pods: "234" },
  },
];

/** The names of all nodes of the pools, in order. */
export function nodeNames(pools: readonly SimulatedPool[]): string[] {
  return pools.flatMap((pool) => Array.from({ length: pool.count }, (_, i) => nodeName(pool, i)));
}

/** The Node objects of the pools, as they are created on the API server. */
export function nodeManifests(pools: readonly SimulatedPool[], kubernetesVersion: string): JsonObject[] {
  return pools.flatMap((pool) =>
    Array.from({ length: pool.count }, (_, i) => nodeManifest(pool, i, kubernetesVersion)),
  );
}

function nodeName(pool: SimulatedPool, index: number): string {
  return `${pool.name}-${index + 1}`;
}

function nodeManifest(pool: SimulatedPool, index: number, kubernetesVersion: string): JsonObject {
  const name = nodeName(pool, index);
  const capacity = { "ephemeral-storage": DISK, ...pool.capacity, ...acceleratorCapacity(pool) };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { [SIMULATED_NODE.key]: SIMULATED_NODE.value },
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": pool.architecture,
        "node.kubernetes.io/instance-type": pool.instanceType,
        "topology.kubernetes.io/region": REGION,
        "topology.kubernetes.io/zone": `${REGION}${ZONES[index % ZONES.length] ?? "a"}`,
        [POOL_LABEL]: pool.name,
        ...acceleratorLabels(pool),
        ...pool.labels,
      },
    },
    spec: {
      providerID: `kwok://${name}`,
      taints: pool.taints.map(({ key, value, effect }) => ({ key, value: value ?? "", effect })),
    },
    status: {
      capacity,
      allocatable: capacity,
      nodeInfo: {
        architecture: pool.architecture,
        operatingSystem: "linux",
        osImage: "simulated",
        kubeletVersion: `v${kubernetesVersion}.0`,
      },
    },
  };
}

function acceleratorCapacity(pool: SimulatedPool): Record<string, string> {
  return pool.accelerator === undefined
    ? {}
    : { [pool.accelerator.resource]: String(pool.accelerator.count) };
}

/** The labels that NVIDIA's feature discovery and Karpenter put on a node with GPUs. */
function acceleratorLabels(pool: SimulatedPool): Record<string, string> {
  if (pool.accelerator === undefined) {
    return {};
  }
  const { resource, product, count } = pool.accelerator;
  return {
    [`${resource}.product`]: product,
    [`${resource}.count`]: String(count),
    "karpenter.k8s.aws/instance-gpu-count": String(count),
  };
}
