import type { Component } from "./component";

/** Issues the serving certificates of every webhook; its own webhook must answer before the first Issuer. */
export const certManager: Component = {
  name: "certManager",
  title: "cert-manager",
  target: "common/cert-manager/overlays/kubeflow",
  requires: [],
  // Its pods need nodes, and priority classes.
  after: ["karpenter", "kubeflowNamespace"],
};
