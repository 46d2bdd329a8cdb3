import type { Component } from "./component";

/** Pages of the model registry, with a link in the dashboard's menu. Switched on beside the registry itself. */
export const modelRegistryUi: Component = {
  name: "modelRegistryUi",
  title: "Model Registry UI",
  target: "applications/model-registry/upstream/options/ui/overlays/istio",
  requires: ["istio", "kubeflowNamespace", "modelRegistry"],
  enabledByDefault: false,
};
