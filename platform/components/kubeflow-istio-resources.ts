import { gatewayHosts, ingress } from "../edge";
import { plainTextExceptions } from "../mesh";
import type { Component } from "./component";

/**
 * The way in: the Gateway that all web apps are routed through, on AWS the load balancer before it, and Istio's roles
 * for contributors. The load balancer comes when the gateway asks for sign-on.
 */
export const kubeflowIstioResources: Component = {
  name: "kubeflowIstioResources",
  title: "Kubeflow gateway",
  target: "common/istio/kubeflow-istio-resources/base",
  requires: ["istioCrds", "kubeflowNamespace"],
  requiresHere: ({ infra }) =>
    infra.aws?.edge === undefined ? [] : ["oauth2Proxy", "loadBalancerController", "externalDns"],
  transforms: ({ infra }) => (infra.aws?.edge === undefined ? [] : [gatewayHosts(infra.aws.edge)]),
  additions: (context) => {
    const { aws } = context.infra;
    return [...plainTextExceptions(context), ...(aws?.edge === undefined ? [] : [ingress(aws, aws.edge)])];
  },
};
