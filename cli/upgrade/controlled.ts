import type { ComponentName } from "../../platform/components";

/** A kind of object that tenants make and a component's controllers look after. */
export interface ControlledKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * What tenants have of each component that has controllers; the versions are such as every release serves.
 * Objects that controllers make themselves (pods, JobSets, Knative's revisions) follow these and are not counted again.
 */
export const controlled: Readonly<Partial<Record<ComponentName, readonly ControlledKind[]>>> = {
  notebookController: [{ apiVersion: "kubeflow.org/v1", kind: "Notebook" }],
  pvcViewerController: [{ apiVersion: "kubeflow.org/v1alpha1", kind: "PVCViewer" }],
  tensorboardController: [{ apiVersion: "tensorboard.kubeflow.org/v1alpha1", kind: "Tensorboard" }],
  admissionWebhook: [{ apiVersion: "kubeflow.org/v1alpha1", kind: "PodDefault" }],
  kserve: [
    { apiVersion: "serving.kserve.io/v1beta1", kind: "InferenceService" },
    { apiVersion: "serving.kserve.io/v1alpha1", kind: "InferenceGraph" },
    { apiVersion: "serving.kserve.io/v1alpha1", kind: "ServingRuntime" },
    { apiVersion: "serving.kserve.io/v1alpha1", kind: "LLMInferenceService" },
  ],
  trainer: [
    { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob" },
    { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainingRuntime" },
  ],
  trainingOperator: [
    { apiVersion: "kubeflow.org/v1", kind: "PyTorchJob" },
    { apiVersion: "kubeflow.org/v1", kind: "TFJob" },
    { apiVersion: "kubeflow.org/v1", kind: "MPIJob" },
    { apiVersion: "kubeflow.org/v1", kind: "XGBoostJob" },
    { apiVersion: "kubeflow.org/v1", kind: "PaddleJob" },
    { apiVersion: "kubeflow.org/v1", kind: "JAXJob" },
  ],
  katib: [{ apiVersion: "kubeflow.org/v1beta1", kind: "Experiment" }],
  pipelines: [
    { apiVersion: "argoproj.io/v1alpha1", kind: "Workflow" },
    { apiVersion: "kubeflow.org/v1beta1", kind: "ScheduledWorkflow" },
    { apiVersion: "pipelines.kubeflow.org/v2beta1", kind: "Pipeline" },
  ],
  sparkOperator: [
    { apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication" },
    { apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "ScheduledSparkApplication" },
  ],
  knativeServing: [{ apiVersion: "serving.knative.dev/v1", kind: "Service" }],
  profiles: [{ apiVersion: "kubeflow.org/v1", kind: "Profile" }],
};

/** Kinds whose change means that what a component controls is without its controller for a moment. */
export const controllerKinds: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet"]);
