import type { Component } from "./component";

/**
 * PyTorchJob, TFJob, MPIJob, XGBoostJob, JAXJob; in upstream's tree, but not in its example since Trainer v2. It runs
 * beside Trainer: their kinds, webhooks and namespaces are others. Its jobs are started whole by Kueue, by the label
 * `kueue.x-k8s.io/queue-name`; no gang scheduler is named to it.
 */
export const trainingOperator: Component = {
  name: "trainingOperator",
  title: "Training Operator v1",
  target: "applications/training-operator/upstream/overlays/kubeflow",
  requires: ["kubeflowNamespace", "kubeflowRoles"],
};
