import { condition, type KubeObject } from "../../../kube";
import { at, textOf } from "../../../plugin/json";
import { type ClusterObjects, groupBy, inNamespace, type ObservedKind, type Tone } from "./objects";

/** Kinds that tenants work with, in the order in which they are shown, and what several of them are called. */
const kinds: readonly { readonly kind: ObservedKind; readonly title: string }[] = [
  { kind: "Notebook", title: "Notebooks" },
  { kind: "InferenceService", title: "Model servers" },
  { kind: "TrainJob", title: "TrainJobs" },
  { kind: "PyTorchJob", title: "PyTorchJobs" },
  { kind: "TFJob", title: "TFJobs" },
  { kind: "MPIJob", title: "MPIJobs" },
  { kind: "XGBoostJob", title: "XGBoostJobs" },
  { kind: "JAXJob", title: "JAXJobs" },
  { kind: "PaddleJob", title: "PaddleJobs" },
  { kind: "Experiment", title: "Katib experiments" },
  { kind: "Workflow", title: "Pipeline runs" },
  { kind: "ScheduledWorkflow", title: "Recurring runs" },
  { kind: "SparkApplication", title: "Spark applications" },
];

/** How far something is. */
export interface WorkState {
  readonly word:
    "ready" | "running" | "succeeded" | "failed" | "suspended" | "waiting" | "stopped" | "no status";
  readonly tone: Tone;
}

/** So many of a kind in one state. */
export interface WorkCount extends WorkState {
  readonly count: number;
}

/** What there is of a kind. */
export interface WorkOfKind {
  readonly kind: string;
  readonly title: string;
  readonly states: readonly WorkCount[];
}

/** What a tenant has made, by kind and state; kinds without any are left out. */
export function workOf(objects: ClusterObjects, namespace: string): readonly WorkOfKind[] {
  return kinds.flatMap(({ kind, title }) => {
    const some = inNamespace(objects[kind], namespace).map(stateOf);
    const states = [...groupBy(some, ({ word }) => word).values()].flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ ...first, count: group.length }];
    });
    return states.length === 0 ? [] : [{ kind, title, states }];
  });
}

/** Conditions that tell how far an object is, the most telling first, with those that are over ahead of the rest. */
const telling: readonly { readonly type: string; readonly state: WorkState }[] = [
  { type: "Failed", state: { word: "failed", tone: "bad" } },
  { type: "Succeeded", state: { word: "succeeded", tone: "good" } },
  { type: "Complete", state: { word: "succeeded", tone: "good" } },
  { type: "Completed", state: { word: "succeeded", tone: "good" } },
  { type: "Suspended", state: { word: "suspended", tone: "warn" } },
  { type: "Ready", state: { word: "ready", tone: "good" } },
  { type: "Running", state: { word: "running", tone: "good" } },
];

/** Phases of those kinds that have one in place of conditions (Argo's Workflow, Spark's application). */
const phases: Readonly<Record<string, WorkState>> = {
  Running: { word: "running", tone: "good" },
  RUNNING: { word: "running", tone: "good" },
  Succeeded: { word: "succeeded", tone: "good" },
  COMPLETED: { word: "succeeded", tone: "good" },
  Failed: { word: "failed", tone: "bad" },
  Error: { word: "failed", tone: "bad" },
  FAILED: { word: "failed", tone: "bad" },
  SUBMISSION_FAILED: { word: "failed", tone: "bad" },
};

const waiting: WorkState = { word: "waiting", tone: "warn" };

/** How far an object is, as far as it tells itself. */
export function stateOf(object: KubeObject): WorkState {
  // The annotation with which the notebook controller stops a notebook.
  if (at(object.metadata, "annotations", "kubeflow-resource-stopped") !== undefined) {
    return { word: "stopped", tone: "quiet" };
  }
  const told = telling.find(({ type }) => at(condition(object, type), "status") === "True");
  if (told !== undefined) {
    return told.state;
  }
  const phase =
    textOf(at(object, "status", "phase")) || textOf(at(object, "status", "applicationState", "state"));
  if (phase !== "") {
    return phases[phase] ?? waiting;
  }
  // A recurring run says whether it is on in its spec.
  if (object.kind === "ScheduledWorkflow") {
    return at(object, "spec", "enabled") === false
      ? { word: "suspended", tone: "warn" }
      : { word: "running", tone: "good" };
  }
  return Object.keys(statusOf(object)).length === 0 ? { word: "no status", tone: "quiet" } : waiting;
}

function statusOf(object: KubeObject): object {
  const status = at(object, "status");
  return typeof status === "object" && status !== null ? status : {};
}
