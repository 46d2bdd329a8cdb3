import type { Component } from "./component";

/** The istio-system namespace with its network policies. */
export const istioNamespace: Component = {
  name: "istioNamespace",
  title: "Istio namespace",
  target: "common/istio/istio-namespace/base",
  requires: [],
  // Pods behind it need nodes.
  after: ["karpenter"],
};
