import type { Component } from "./component";

/** Apart from Istio itself, so that components can define routes and policies while it still starts. */
export const istioCrds: Component = {
  name: "istioCrds",
  title: "Istio CRDs",
  target: "common/istio/istio-crds/base",
  requires: [],
};
