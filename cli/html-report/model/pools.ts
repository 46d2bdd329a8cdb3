import { condition, type KubeObject } from "../../../kube";
import { at, objectOf, textOf } from "../../../plugin/json";
import { type ClusterObjects, groupBy } from "./objects";
import { added, type Amounts, amountsOf, isOver, requestsOf } from "./pods";

/** How much of something is taken. */
export interface Share {
  readonly resource: string;
  readonly used: number;
  readonly of: number;
}

/** A group of like nodes, and what runs there. */
export interface PoolView {
  readonly name: string;
  readonly nodes: number;
  readonly readyNodes: number;
  /** Such as `m6i.8xlarge`. */
  readonly instanceTypes: readonly string[];
  readonly zones: readonly string[];
  readonly pods: number;
  /** What pods ask for, of what nodes can give. */
  readonly shares: readonly Share[];
  /** Pods of each namespace, the most first. */
  readonly namespaces: readonly { readonly namespace: string; readonly pods: number }[];
}

/** Where everything runs. */
export interface Places {
  readonly pools: readonly PoolView[];
  /** Pods that no node has taken yet. */
  readonly unplaced: number;
}

/** Labels that say a node's pool: this project's own, Karpenter's, managed node groups'. */
const poolLabels = ["kubeflow-on-aws/pool", "karpenter.sh/nodepool", "eks.amazonaws.com/nodegroup"];

const shown = ["cpu", "memory", "nvidia.com/gpu", "aws.amazon.com/neuron", "pods"];

/** Nodes by pool, and the pods there. Pods that are through don't count. */
export function placesOf(objects: ClusterObjects): Places {
  const nodes = objects.Node ?? [];
  const pods = (objects.Pod ?? []).filter((pod) => !isOver(pod));
  const byNode = groupBy(pods, (pod) => textOf(at(pod, "spec", "nodeName")));
  const pools = [...groupBy(nodes, poolOf)].map(([name, some]) =>
    poolView(
      name,
      some,
      some.flatMap((node) => byNode.get(node.metadata.name) ?? []),
    ),
  );
  return {
    pools: pools.sort((a, b) => b.pods - a.pods || a.name.localeCompare(b.name)),
    unplaced: byNode.get("")?.length ?? 0,
  };
}

function poolOf(node: KubeObject): string {
  const labels = objectOf(node.metadata.labels);
  return poolLabels.map((label) => textOf(labels[label])).find((name) => name !== "") ?? "(no pool)";
}

function poolView(name: string, nodes: readonly KubeObject[], pods: readonly KubeObject[]): PoolView {
  const allocatable = nodes.map((node) => amountsOf(at(node, "status", "allocatable"))).reduce(added, {});
  const used: Amounts = { ...pods.map(requestsOf).reduce(added, {}), pods: pods.length };
  const labels = (label: string): readonly string[] =>
    [...new Set(nodes.map((node) => textOf(at(node.metadata, "labels", label))))].filter(Boolean).sort();
  return {
    name,
    nodes: nodes.length,
    readyNodes: nodes.filter((node) => at(condition(node, "Ready"), "status") === "True").length,
    instanceTypes: labels("node.kubernetes.io/instance-type"),
    zones: labels("topology.kubernetes.io/zone"),
    pods: pods.length,
    shares: shown
      .filter((resource) => (allocatable[resource] ?? 0) > 0)
      .map((resource) => ({ resource, used: used[resource] ?? 0, of: allocatable[resource] ?? 0 })),
    namespaces: [...groupBy(pods, ({ metadata }) => textOf(metadata.namespace))]
      .map(([namespace, some]) => ({ namespace, pods: some.length }))
      .sort((a, b) => b.pods - a.pods || a.namespace.localeCompare(b.namespace)),
  };
}
