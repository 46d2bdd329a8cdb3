import { type KubeClient, type KubeObject, readiness } from "../../kube";

/** How the objects in a cluster do. */
export interface ClusterHealth {
  readonly version: string;
  readonly nodes: readonly { readonly name: string; readonly ready: boolean }[];
  /** Deployments by namespace. */
  readonly deployments: readonly {
    readonly namespace: string;
    readonly ready: number;
    readonly total: number;
  }[];
  /** Pods that are neither ready nor through. */
  readonly troubledPods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly why: string;
  }[];
  readonly pods: number;
  /** Kubeflow's profiles: the tenants as the cluster knows them. */
  readonly tenants: readonly string[];
}

/** Asks a cluster how everything in it does. */
export async function clusterHealth(client: KubeClient, signal: AbortSignal): Promise<ClusterHealth> {
  const [version, nodes, deployments, pods, profiles] = await Promise.all([
    client.raw("GET", "/version", { signal }),
    client.list("v1", "Node", { signal }),
    client.list("apps/v1", "Deployment", { signal }),
    client.list("v1", "Pod", { signal }),
    // Before the platform is up nobody serves the kind.
    client.list("kubeflow.org/v1", "Profile", { signal }).catch(() => []),
  ]);
  return {
    version: versionOf(version),
    nodes: nodes.map((node) => ({ name: node.metadata.name, ready: isReadyNode(node) })),
    deployments: byNamespace(deployments),
    troubledPods: pods
      .filter((pod) => !isFine(pod))
      .map((pod) => ({ ...placeOf(pod), why: readiness(pod).message })),
    pods: pods.length,
    tenants: profiles.map((profile) => profile.metadata.name).sort(),
  };
}

/** Deployments of each namespace, how many and how many of them ready, sorted. */
export function byNamespace(deployments: readonly KubeObject[]): ClusterHealth["deployments"] {
  const counts = new Map<string, { namespace: string; ready: number; total: number }>();
  for (const deployment of deployments) {
    const { namespace } = placeOf(deployment);
    const count = counts.get(namespace) ?? { namespace, ready: 0, total: 0 };
    count.total += 1;
    count.ready += readiness(deployment).ready ? 1 : 0;
    counts.set(namespace, count);
  }
  return [...counts.values()].sort((a, b) => a.namespace.localeCompare(b.namespace));
}

function placeOf({ metadata }: KubeObject): { namespace: string; name: string } {
  const { namespace, name } = metadata;
  return { namespace: typeof namespace === "string" ? namespace : "", name };
}

/** A pod that has done its work is fine although it isn't ready. */
function isFine(pod: KubeObject): boolean {
  return field(pod.status, "phase") === "Succeeded" || readiness(pod).ready;
}

function isReadyNode(node: KubeObject): boolean {
  const conditions = field(node.status, "conditions");
  return (
    Array.isArray(conditions) &&
    conditions.some((c: unknown) => field(c, "type") === "Ready" && field(c, "status") === "True")
  );
}

function versionOf(answer: unknown): string {
  const version = field(answer, "gitVersion");
  return typeof version === "string" ? version : "unknown";
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
