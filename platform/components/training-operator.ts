import type { Component } from "./component";

/** PyTorchJob, TFJob, MPIJob, XGBoostJob, JAXJob; in upstream's tree, but not in its example since Trainer v2. */
export const trainingOperator: Component = {
  name: "trainingOperator",
  title: "Training Operator v1",
  target: "applications/training-operator/upstream/overlays/kubeflow",
  requires: ["kubeflowNamespace", "kubeflowRoles"],
  enabledByDefault: false,
};
