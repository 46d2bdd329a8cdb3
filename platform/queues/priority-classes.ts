import type { Manifest } from "../../manifests";
import { apiVersion } from "./names";

/**
 * How jobs of one share come before one another, by label `kueue.x-k8s.io/priority-class`. A job without it has its
 * pods' priority, which is 0 unless they have a PriorityClass: as good as `normal`.
 */
const classes = { low: -1000, normal: 0, high: 1000 } as const;

/** The priorities of jobs. They order the queue; pods' own PriorityClasses stay what they are. */
export function priorityClasses(): Manifest[] {
  return Object.entries(classes).map(([name, value]) => ({
    apiVersion,
    kind: "WorkloadPriorityClass",
    metadata: { name },
    value,
  }));
}
