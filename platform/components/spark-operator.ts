import { sparkPodsOnly } from "../training";
import type { Component } from "./component";

/** SparkApplication and ScheduledSparkApplication, in every namespace. */
export const sparkOperator: Component = {
  name: "sparkOperator",
  title: "Spark operator",
  target: "applications/spark/spark-operator/overlays/kubeflow",
  requires: ["kubeflowNamespace", "kubeflowRoles"],
  transforms: () => [sparkPodsOnly],
};
