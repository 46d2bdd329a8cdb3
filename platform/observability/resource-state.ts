import type { Context, PartName } from "../part";

/** Where a value is in an object; the first that is a list or map makes a series of each of its entries. */
type Path = readonly string[];

/** One metric of a kind, by the settings of kube-state-metrics' custom resource state. */
interface StateMetric {
  readonly name: string;
  readonly help: string;
  readonly each:
    | { readonly type: "Gauge"; readonly gauge: Gauge }
    | {
        readonly type: "StateSet";
        readonly stateSet: {
          readonly labelName: string;
          readonly path: Path;
          readonly list: readonly string[];
        };
      };
}

interface Gauge {
  readonly path: Path;
  readonly labelsFromPath?: Readonly<Record<string, Path>>;
  readonly valueFrom?: Path;
}

/** A kind of custom resource, and what its objects say about themselves as metrics. */
interface StateResource {
  readonly groupVersionKind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly metricNamePrefix: string;
  readonly labelsFromPath: Readonly<Record<string, Path>>;
  readonly metrics: readonly StateMetric[];
  /** From which verbosity on it logs that a path leads nowhere. */
  readonly errorLogV: number;
}

/** A row of {@link STATES}. */
interface StateRow {
  /** The component that has the definition. */
  readonly part: PartName;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Name in the API's paths, which rights are given for. */
  readonly plural: string;
  readonly metrics: readonly StateMetric[];
  /** Further labels of every series. */
  readonly labels?: Readonly<Record<string, Path>>;
}

/** 1 for every condition that is `True`, 0 for the others, by the condition's type. */
const conditions: StateMetric = {
  name: "condition",
  help: "Whether a condition of the object holds",
  each: {
    type: "Gauge",
    gauge: {
      path: ["status", "conditions"],
      labelsFromPath: { condition: ["type"] },
      valueFrom: ["status"],
    },
  },
};

/** A time in the object, in seconds since 1970. */
function time(name: string, help: string, ...path: string[]): StateMetric {
  return { name, help, each: { type: "Gauge", gauge: { path } } };
}

/**
 * The kinds whose state is worth a metric. Their controllers' own metrics are not asked: most of them sit behind a
 * sidecar that takes nothing but mutual TLS, they count what happened since the controller started, and they change
 * names between versions, where the objects' status is API.
 *
 * Source of paths and values: definitions of release 26.03 (conditions of TrainJob, PyTorchJob, InferenceService), and
 * for those without a schema Argo Workflows 3.7 (WorkflowPhase, WorkflowStatus) and Katib 0.19 (Experiment, Trial).
 */
export const STATES: readonly StateRow[] = [
  {
    part: "pipelines",
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "Workflow",
    plural: "workflows",
    labels: { run: ["metadata", "annotations", "pipelines.kubeflow.org/run_name"] },
    metrics: [
      {
        name: "phase",
        help: "1 for the phase that a Workflow is in",
        each: {
          type: "StateSet",
          stateSet: {
            labelName: "phase",
            path: ["status", "phase"],
            list: ["Pending", "Running", "Succeeded", "Failed", "Error"],
          },
        },
      },
      time("started_seconds", "When a Workflow started", "status", "startedAt"),
      time("finished_seconds", "When a Workflow ended", "status", "finishedAt"),
    ],
  },
  {
    part: "trainer",
    group: "trainer.kubeflow.org",
    version: "v1alpha1",
    kind: "TrainJob",
    plural: "trainjobs",
    metrics: [
      conditions,
      time("created_seconds", "When a TrainJob was made", "metadata", "creationTimestamp"),
    ],
  },
  {
    part: "trainingOperator",
    group: "kubeflow.org",
    version: "v1",
    kind: "PyTorchJob",
    plural: "pytorchjobs",
    metrics: [conditions],
  },
  {
    part: "katib",
    group: "kubeflow.org",
    version: "v1beta1",
    kind: "Experiment",
    plural: "experiments",
    metrics: [conditions],
  },
  {
    part: "katib",
    group: "kubeflow.org",
    version: "v1beta1",
    kind: "Trial",
    plural: "trials",
    labels: { experiment: ["metadata", "labels", "katib.kubeflow.org/experiment"] },
    metrics: [conditions],
  },
  {
    part: "kserve",
    group: "serving.kserve.io",
    version: "v1beta1",
    kind: "InferenceService",
    plural: "inferenceservices",
    metrics: [conditions],
  },
];

/** What kube-state-metrics' chart is told: kinds, and the rights to see them. */
export interface ResourceState {
  readonly customResourceState: {
    readonly enabled: boolean;
    readonly config: {
      readonly kind: "CustomResourceStateMetrics";
      readonly spec: { readonly resources: readonly StateResource[] };
    };
  };
  readonly rbac: {
    readonly extraRules: readonly {
      readonly apiGroups: readonly string[];
      readonly resources: readonly string[];
      readonly verbs: readonly string[];
    }[];
  };
  /** Labels of objects that become labels of metrics. Default of the chart: none. */
  readonly metricLabelsAllowlist: readonly string[];
}

/** The label by which the profile controller marks the namespaces of tenants. */
export const TENANT_LABEL = "app.kubernetes.io/part-of";

/** State of the kinds whose components are on. */
export function resourceState({ has }: Pick<Context, "has">): ResourceState {
  const rows = STATES.filter(({ part }) => has(part));
  return {
    customResourceState: {
      enabled: rows.length > 0,
      config: { kind: "CustomResourceStateMetrics", spec: { resources: rows.map(resourceOf) } },
    },
    rbac: {
      extraRules: rows.map(({ group, plural }) => ({
        apiGroups: [group],
        resources: [plural],
        verbs: ["list", "watch"],
      })),
    },
    metricLabelsAllowlist: [`namespaces=[${TENANT_LABEL}]`],
  };
}

/** Names of the metrics of a row, as they are scraped. */
export function stateMetricNames({ kind, metrics }: StateRow): string[] {
  return metrics.map(({ name }) => `${prefixOf(kind)}_${name}`);
}

function prefixOf(kind: string): string {
  return `kubeflow_${kind.toLowerCase()}`;
}

function resourceOf({ group, version, kind, labels, metrics }: StateRow): StateResource {
  return {
    groupVersionKind: { group, version, kind },
    metricNamePrefix: prefixOf(kind),
    labelsFromPath: { name: ["metadata", "name"], namespace: ["metadata", "namespace"], ...labels },
    metrics,
    // A run that goes on has not ended yet: no error.
    errorLogV: 10,
  };
}
