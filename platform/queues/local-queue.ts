import type { Manifest } from "../../manifests";
import type { QueuesConfig } from "../config/queues";
import { apiVersion, defaultLocalQueue, sharedShare } from "./names";

/** The part of the configuration that says which queue a tenant has. */
type Shares = Pick<QueuesConfig, "shares">;

/** The ClusterQueue that a tenant's jobs wait in: that of the share which names the namespace, else the shared one. */
export function clusterQueueOf(namespace: string, { shares }: Shares): string {
  return shares.find(({ tenants }) => tenants.includes(namespace))?.name ?? sharedShare;
}

/** The ClusterQueues of the tenants that have another than {@link sharedShare}, by namespace. */
export function clusterQueuesByNamespace({ shares }: Shares): Readonly<Record<string, string>> {
  return Object.fromEntries(
    shares.flatMap(({ name, tenants }) => tenants.map((tenant) => [tenant, name] as const)),
  );
}

/**
 * The queue of a tenant. Jobs in its namespace need not name it.
 *
 * Kueue refuses to change `spec.clusterQueue`: a tenant that moves to another share gets a new object in place of this.
 */
export function localQueue(namespace: string, shares: Shares): Manifest {
  return {
    apiVersion,
    kind: "LocalQueue",
    metadata: { name: defaultLocalQueue, namespace },
    spec: { clusterQueue: clusterQueueOf(namespace, shares) },
  };
}
