import {
  checkMeshMode,
  meshWideMutualTls,
  sidecarInjector,
  tenantIngressPolicy,
  tenantServicePolicy,
} from "../mesh";
import type { Component } from "./component";

/** Control plane, CNI and ingress gateway; the sidecar injector must answer before pods that want a sidecar start. */
export const istio: Component = {
  name: "istio",
  title: "Istio",
  target: ({ config }) => {
    checkMeshMode(config.mesh);
    return "common/istio/istio-install/overlays/oauth2-proxy";
  },
  requires: ["istioCrds", "istioNamespace", "kubeflowNamespace"],
  transforms: (context) => [sidecarInjector(context)],
  additions: (context) => [...meshWideMutualTls(context), ...tenantIngressPolicy(), ...tenantServicePolicy()],
};
