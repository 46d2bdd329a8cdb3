import type { Component } from "./component";

/** The namespaces kubeflow and kubeflow-system with their network policies. */
export const kubeflowNamespace: Component = {
  name: "kubeflowNamespace",
  title: "Kubeflow namespaces",
  target: "common/kubeflow-namespace/base",
  requires: [],
  // Pods behind it need nodes.
  after: ["karpenter"],
};
