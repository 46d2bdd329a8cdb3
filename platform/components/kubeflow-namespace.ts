import { priorityClasses } from "../hardening";
import type { Component } from "./component";

/** The namespaces kubeflow and kubeflow-system with their network policies, and the classes of the platform's pods. */
export const kubeflowNamespace: Component = {
  name: "kubeflowNamespace",
  title: "Kubeflow namespaces",
  target: "common/kubeflow-namespace/base",
  requires: [],
  // Pods behind it need nodes.
  after: ["karpenter"],
  additions: ({ config: { hardening } }) =>
    hardening.enabled && hardening.priorityClasses ? priorityClasses() : [],
};
