import { signOnOf } from "../auth/sign-on";
import { clusterLocalGatewayTokens } from "../mesh";
import type { Component } from "./component";

/** Istio gateway for calls between InferenceServices inside the cluster; it asks for a token, as the other one does. */
export const clusterLocalGateway: Component = {
  name: "clusterLocalGateway",
  title: "Cluster-local gateway",
  target: "common/istio/cluster-local-gateway/overlays/m2m-auth",
  requires: ["istio"],
  transforms: (context) => clusterLocalGatewayTokens(signOnOf(context)),
};
