import type { Component } from "./component";

/** Istio gateway for calls between InferenceServices inside the cluster. */
export const clusterLocalGateway: Component = {
  name: "clusterLocalGateway",
  title: "Cluster-local gateway",
  target: "common/istio/cluster-local-gateway/base",
  requires: ["istio"],
};
