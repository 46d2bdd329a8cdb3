import type { Component } from "./component";

/** InferenceServices in the Standard and the Knative mode, with the serving runtimes that its webhook checks. */
export const kserve: Component = {
  name: "kserve",
  title: "KServe",
  target: "applications/kserve/kserve",
  requires: ["certManager", "istio", "knativeServing", "clusterLocalGateway", "kubeflowNamespace"],
};
