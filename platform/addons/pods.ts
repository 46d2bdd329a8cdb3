import type { Setting } from "../part";

/** Requests and limits of a container. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  /** No limit for the processor: it would slow a controller down while the node is idle. */
  readonly limits: { readonly memory: string };
}

/** Requests of a container, and the limit of its memory. Default: limited to what it requests. */
export function resources(cpu: string, memory: string, memoryLimit: string = memory): Resources {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}

/** A topology spread constraint. */
export interface Spread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "ScheduleAnyway" | "DoNotSchedule";
  readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
}

/** Spreads pods over zones and nodes where that is possible. */
export function spread(matchLabels: Readonly<Record<string, string>>): Spread[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  }));
}

/** Lets one pod of several go at a time; nothing where there is only one, which could then never be moved. */
export interface Budget {
  readonly maxUnavailable?: number;
}

/** A PodDisruptionBudget that can be satisfied, for charts that make one of a map that has something in it. */
export function budget({ config }: Setting): Budget {
  return config.hardening.replicas > 1 ? { maxUnavailable: 1 } : {};
}

/** Whether what has several replicas gets a PodDisruptionBudget. */
export function hasBudget({ config }: Setting): boolean {
  return config.hardening.replicas > 1;
}

/**
 * How soon pods come where nodes are short: Kubernetes' own classes for what a cluster or a node does not work
 * without; for the rest the class of Kubeflow's own controllers (platform/hardening/priority-classes.ts), which comes
 * before tenants' pods.
 */
export type Priority = "system-cluster-critical" | "system-node-critical" | "kubeflow-platform";

/** The priority class of pods; empty, which is none, where configuration asks for none of ours. */
export function priorityClass({ config }: Setting, priority: Priority): string {
  return priority !== "kubeflow-platform" || config.hardening.priorityClasses ? priority : "";
}

/** Security context of a container that meets the Pod Security Standard `restricted`. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/** A toleration. */
export interface Toleration {
  readonly key?: string;
  readonly operator: "Exists";
  readonly effect?: string;
}

/** For agents that every node needs, whatever it is kept free for. */
export const everyNode: readonly Toleration[] = [{ operator: "Exists" }];
