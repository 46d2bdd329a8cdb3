import type { KubeObject } from "../../../kube/object";
import { arrayOf, at, textOf } from "../../../plugin";

/** A kind of objects that somebody would miss. */
export interface DataKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** What is lost with one, for people; several of them in one word or two. */
  readonly title: string;
  /** Whether an object counts. Default: every one does. */
  readonly counts?: (object: KubeObject) => boolean;
}

/** Kubeflow's older jobs and Katib end with one of two conditions (kubeflow.org/v1 of Training Operator 1.9). */
const unfinished = unless("Succeeded", "Failed");

/** What a tenant is asked for before it goes. Kinds whose CustomResourceDefinition isn't there count as none. */
export const dataKinds: readonly DataKind[] = [
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    title: "volumes",
    // Without a class it is bound to a volume that somebody made, and which stays.
    counts: ({ spec }) => at(spec, "storageClassName") !== "",
  },
  { apiVersion: "kubeflow.org/v1", kind: "Notebook", title: "notebooks" },
  { apiVersion: "serving.kserve.io/v1beta1", kind: "InferenceService", title: "models that serve" },
  {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    title: "unfinished training",
    counts: unless("Complete", "Failed"),
  },
  ...["PyTorchJob", "TFJob", "MPIJob", "XGBoostJob", "JAXJob", "PaddleJob"].map((kind): DataKind => ({
    apiVersion: "kubeflow.org/v1",
    kind,
    title: "unfinished training",
    counts: unfinished,
  })),
  {
    apiVersion: "kubeflow.org/v1beta1",
    kind: "Experiment",
    title: "unfinished searches",
    counts: unfinished,
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    title: "unfinished runs",
    counts: ({ status }) => !["Succeeded", "Failed", "Error"].includes(textOf(at(status, "phase"))),
  },
  { apiVersion: "kubeflow.org/v1beta1", kind: "ScheduledWorkflow", title: "recurring runs" },
  {
    apiVersion: "sparkoperator.k8s.io/v1beta2",
    kind: "SparkApplication",
    title: "unfinished Spark applications",
    counts: ({ status }) =>
      !["COMPLETED", "FAILED"].includes(textOf(at(status, "applicationState", "state"))),
  },
  {
    apiVersion: "pipelines.kubeflow.org/v2beta1",
    kind: "PipelineVersion",
    title: "uploaded pipelines",
    // What a program declares is in the program.
    counts: ({ metadata }) =>
      !arrayOf(metadata.managedFields).some((entry) =>
        textOf(at(entry, "manager")).startsWith("pulumi-kubernetes"),
      ),
  },
];

function unless(...types: readonly string[]): (object: KubeObject) => boolean {
  return ({ status }) =>
    !arrayOf(at(status, "conditions")).some(
      (condition) => types.includes(textOf(at(condition, "type"))) && at(condition, "status") === "True",
    );
}
