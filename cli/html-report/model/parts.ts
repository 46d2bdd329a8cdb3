import { type KubeObject, readiness } from "../../../kube";
import { at, numberOf, textOf } from "../../../plugin/json";
import { type ClusterObjects, groupBy, keyOf, type Tone } from "./objects";
import type { PartInfo, Placement } from "./placement";

/** How something that runs pods does. */
export interface WorkloadHealth {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Replicas that are ready, and that there shall be; of a Job, pods that were through. */
  readonly ready: number;
  readonly wanted: number;
  readonly isReady: boolean;
  /** What it says of itself where it isn't ready. */
  readonly message: string;
  /** Why, as far as conditions and events tell. */
  readonly reasons: readonly string[];
}

/** How a part of the platform does. */
export interface PartHealth {
  readonly name: string;
  readonly title: string;
  readonly kind: "component" | "add-on" | "beside the platform";
  /** Resources that the state holds of it. */
  readonly objects: number;
  readonly workloads: readonly WorkloadHealth[];
  readonly tone: Tone;
  /** Its health in a few words. */
  readonly health: string;
}

/** Kinds that run pods all by themselves. */
const running = ["Deployment", "StatefulSet", "DaemonSet", "Job"] as const;

/** What is known beside the objects themselves. */
export interface Surroundings {
  readonly placement: Placement;
  /** Why an object isn't ready, by its key. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /** Namespaces that are told of elsewhere. */
  readonly tenants: ReadonlySet<string>;
  /** Whether pods are simulated; then of an add-on only its definitions are installed. */
  readonly simulated: boolean;
}

/** How components and add-ons do, and what runs beside them outside of tenants' namespaces, by namespace. */
export function partsHealth(
  objects: ClusterObjects,
  { placement, reasons, tenants, simulated }: Surroundings,
): readonly PartHealth[] {
  const all = running.flatMap((kind) => objects[kind] ?? []).filter((object) => !isOwned(object));
  const byPart = groupBy(all, (object) => placement.partOf(object) ?? "");
  const health = (object: KubeObject): WorkloadHealth => workloadHealth(object, reasons);
  const parts = placement.installed().map((info) => {
    const workloads = (byPart.get(info.name) ?? []).map(health);
    const lacking = missing(placement.objectsOf(info.name), all);
    const nothing = simulated && info.chart !== undefined ? "definitions only" : "no pods of its own";
    return partHealth(info, placement.countOf(info.name), [...workloads, ...lacking], nothing);
  });
  const strays = (byPart.get("") ?? []).filter(({ metadata }) => !tenants.has(textOf(metadata.namespace)));
  const others = [...groupBy(strays, ({ metadata }) => textOf(metadata.namespace))].map(
    ([namespace, some]) => ({
      ...partHealth({ name: namespace, title: namespace }, 0, some.map(health), ""),
      kind: "beside the platform" as const,
    }),
  );
  return [...parts, ...others];
}

/** All that isn't ready, of all parts. */
export function notReady(
  parts: readonly PartHealth[],
): readonly (WorkloadHealth & { readonly part: string })[] {
  return parts.flatMap(({ title, workloads }) =>
    workloads.filter(({ isReady }) => !isReady).map((workload) => ({ ...workload, part: title })),
  );
}

function partHealth(
  { name, title, chart }: PartInfo,
  objects: number,
  workloads: readonly WorkloadHealth[],
  nothing: string,
): PartHealth {
  const ready = workloads.filter(({ isReady }) => isReady).length;
  return {
    name,
    title,
    kind: chart === undefined ? "component" : "add-on",
    objects,
    workloads: [...workloads].sort((a, b) => labelOf(a).localeCompare(labelOf(b))),
    tone: workloads.length === 0 ? "quiet" : ready === workloads.length ? "good" : "bad",
    health:
      workloads.length === 0
        ? nothing
        : ready === workloads.length
          ? "ready"
          : `${workloads.length - ready} not ready`,
  };
}

function workloadHealth(object: KubeObject, reasons: ReadonlyMap<string, readonly string[]>): WorkloadHealth {
  const { ready, message } = readiness(object);
  return {
    kind: object.kind,
    namespace: textOf(object.metadata.namespace),
    name: object.metadata.name,
    ...replicas(object),
    isReady: ready,
    message: ready ? "" : message,
    reasons: ready ? [] : (reasons.get(keyOf(object)) ?? []),
  };
}

function replicas(object: KubeObject): { readonly ready: number; readonly wanted: number } {
  const of = (part: "spec" | "status", field: string, otherwise = 0): number =>
    numberOf(at(object, part, field), otherwise);
  switch (object.kind) {
    case "DaemonSet":
      return { ready: of("status", "numberAvailable"), wanted: of("status", "desiredNumberScheduled") };
    case "Job":
      return { ready: of("status", "succeeded"), wanted: of("spec", "completions", 1) };
    case "Deployment":
      return { ready: of("status", "availableReplicas"), wanted: of("spec", "replicas", 1) };
    default:
      return { ready: of("status", "readyReplicas"), wanted: of("spec", "replicas", 1) };
  }
}

/** What the state holds and the cluster hasn't. A Job that was through may be gone, which is no trouble. */
function missing(keys: readonly string[], present: readonly KubeObject[]): readonly WorkloadHealth[] {
  const there = new Set(present.map(keyOf));
  return keys
    .filter((key) => /^(Deployment|StatefulSet|DaemonSet)\//.test(key) && !there.has(key))
    .map((key) => {
      const [kind = "", namespace = "", name = ""] = key.split("/");
      const message = "is not in the cluster, though the state holds it";
      return { kind, namespace, name, ready: 0, wanted: 0, isReady: false, message, reasons: [] };
    });
}

/** Jobs of CronJobs, Deployments of model servers: their owner is what belongs to a part. */
function isOwned(object: KubeObject): boolean {
  return Array.isArray(object.metadata.ownerReferences) && object.metadata.ownerReferences.length > 0;
}

function labelOf({ kind, namespace, name }: WorkloadHealth): string {
  return `${namespace}/${name}/${kind}`;
}
