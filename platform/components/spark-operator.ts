import type { Component } from "./component";

/** SparkApplication and ScheduledSparkApplication. */
export const sparkOperator: Component = {
  name: "sparkOperator",
  title: "Spark operator",
  target: "applications/spark/spark-operator/overlays/kubeflow",
  requires: ["kubeflowNamespace", "kubeflowRoles"],
};
