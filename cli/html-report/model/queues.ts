import type { KubeObject } from "../../../kube";
import { arrayOf, at, textOf, type Json } from "../../../plugin/json";
import { parseQuantity } from "../../../kube/quantity";
import type { ClusterObjects } from "./objects";

/** How much of one pool's resource a queue has. */
export interface QueueShare {
  /** ResourceFlavor: the pool. */
  readonly flavor: string;
  readonly resource: string;
  readonly nominal: number;
  /** What admitted jobs have of it; undefined where nobody counts. */
  readonly used: number | undefined;
  /** What of that is borrowed. */
  readonly borrowed: number | undefined;
}

/** A ClusterQueue. */
export interface QueueView {
  readonly name: string;
  readonly cohort: string;
  /** Jobs that wait and that have been let in; undefined where nobody counts. */
  readonly pending: number | undefined;
  readonly admitted: number | undefined;
  /** Namespaces whose LocalQueues lead to it. */
  readonly tenants: readonly string[];
  readonly shares: readonly QueueShare[];
}

/** All ClusterQueues by name; undefined where there is no Kueue. */
export function queuesOf(objects: ClusterObjects): readonly QueueView[] | undefined {
  return objects.ClusterQueue?.map((queue) => queueView(queue, objects.LocalQueue ?? [])).sort((a, b) =>
    a.name.localeCompare(b.name),
  );
}

function queueView(queue: KubeObject, locals: readonly KubeObject[]): QueueView {
  const { name } = queue.metadata;
  const status = (field: string): number | undefined => parseQuantity(at(queue, "status", field));
  const usage = arrayOf(at(queue, "status", "flavorsUsage"));
  const tenants = locals
    .filter((local) => at(local, "spec", "clusterQueue") === name)
    .map(({ metadata }) => textOf(metadata.namespace));
  return {
    name,
    cohort: textOf(at(queue, "spec", "cohortName")),
    pending: status("pendingWorkloads"),
    admitted: status("admittedWorkloads"),
    tenants: [...new Set(tenants)].sort(),
    shares: arrayOf(at(queue, "spec", "resourceGroups")).flatMap((group) =>
      arrayOf(at(group, "flavors")).flatMap((flavor) => sharesOf(flavor, usage)),
    ),
  };
}

function sharesOf(flavor: Json, usage: readonly Json[]): readonly QueueShare[] {
  const name = textOf(at(flavor, "name"));
  return arrayOf(at(flavor, "resources")).map((resource) => {
    const what = textOf(at(resource, "name"));
    const counted = named(arrayOf(at(named(usage, name), "resources")), what);
    return {
      flavor: name,
      resource: what,
      nominal: parseQuantity(at(resource, "nominalQuota")) ?? 0,
      used: parseQuantity(at(counted, "total")),
      borrowed: parseQuantity(at(counted, "borrowed")),
    };
  });
}

function named(entries: readonly Json[], name: string): Json | undefined {
  return entries.find((entry) => at(entry, "name") === name);
}
