import { GPU_RESOURCE, type Pool } from "./pool";

/** A Kubernetes object as it is registered by the platform. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A manifest as the infra stack's contract has it. */
export function plain(manifest: Manifest): Record<string, unknown> {
  return { ...manifest };
}

/**
 * Karpenter's NodePool of a pool: which nodes it starts, how many, and when it takes them away again.
 *
 * @param zones the zones that its nodes may be in; none leaves it to the subnets of the node class
 */
export function nodePoolManifest(pool: Pool, zones: readonly string[]): Manifest {
  const { config } = pool;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: pool.name },
    spec: {
      template: {
        metadata: { labels: { ...pool.labels } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: pool.name },
          requirements: requirementsOf(pool, zones),
          ...(pool.taints.length === 0 ? {} : { taints: pool.taints.map((taint) => ({ ...taint })) }),
          expireAfter: `${config.expireAfterDays * 24}h`,
        },
      },
      disruption: disruptionOf(pool),
      limits: {
        cpu: String(config.limits.cpu),
        memory: `${config.limits.memoryGiB}Gi`,
        ...(config.limits.gpu === undefined ? {} : { [GPU_RESOURCE]: String(config.limits.gpu) }),
      },
    },
  };
}

function requirementsOf(pool: Pool, zones: readonly string[]) {
  const isOneOf = (key: string, values: readonly string[]) => ({ key, operator: "In", values: [...values] });
  return [
    isOneOf("node.kubernetes.io/instance-type", pool.config.instanceTypes),
    isOneOf("kubernetes.io/arch", [pool.architecture]),
    isOneOf("kubernetes.io/os", ["linux"]),
    isOneOf("karpenter.sh/capacity-type", pool.config.capacityTypes),
    ...(zones.length === 0 ? [] : [isOneOf("topology.kubernetes.io/zone", zones)]),
  ];
}

/**
 * Nodes that nobody uses go at once. A node with pods on it is taken away to save money only where pods may be moved:
 * not where they train, which would begin again. A new image reaches such nodes one at a time.
 */
function disruptionOf(pool: Pool) {
  const { consolidateAfterMinutes, efa } = pool.config;
  const trains = pool.gpu !== undefined || efa;
  return {
    consolidationPolicy: trains ? "WhenEmpty" : "WhenEmptyOrUnderutilized",
    consolidateAfter: `${consolidateAfterMinutes}m`,
    budgets: [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: trains ? "1" : "20%", reasons: trains ? ["Drifted"] : ["Drifted", "Underutilized"] },
    ],
  };
}
