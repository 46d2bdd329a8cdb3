import type { Component } from "./component";

/** The Gateway that all web apps are routed through, and Istio's roles for contributors. */
export const kubeflowIstioResources: Component = {
  name: "kubeflowIstioResources",
  title: "Kubeflow gateway",
  target: "common/istio/kubeflow-istio-resources/base",
  requires: ["istioCrds", "kubeflowNamespace"],
};
