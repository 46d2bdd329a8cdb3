import type { Manifest } from "../../manifests";
import type { WorkloadRow } from "./row";

/** One class: who comes first where nodes are short. */
interface PriorityClass {
  readonly name: string;
  /** Below 1000000000, where Kubernetes' own begin; tenants' pods have 0 unless Kueue's classes say more. */
  readonly value: number;
  readonly description: string;
}

/** Classes of the platform's pods, by what a row calls them. */
const CLASSES = {
  critical: {
    name: "kubeflow-platform-critical",
    value: 1_000_000,
    description:
      "Sign-on, mesh, admission webhooks and the APIs that they serve: tenants' pods can't start without.",
  },
  platform: {
    name: "kubeflow-platform",
    value: 900_000,
    description: "Kubeflow's other controllers and web apps: before tenants' pods, which wait for them.",
  },
} as const satisfies Readonly<Record<string, PriorityClass>>;

/** The PriorityClasses of the platform's pods. They are made once, before any pod that names one. */
export function priorityClasses(): Manifest[] {
  return Object.values(CLASSES).map(({ name, value, description }) => ({
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name },
    value,
    description,
    globalDefault: false,
    preemptionPolicy: "PreemptLowerPriority",
  }));
}

/** The class that a row's pods get; undefined: upstream's is kept. */
export function priorityClassOf({ priority }: Pick<WorkloadRow, "priority">): string | undefined {
  return priority === "system" ? undefined : CLASSES[priority].name;
}
