import type { Addon } from "./addon";
import { charts } from "./charts";

/** AWS Load Balancer Controller. */
export const loadBalancerController: Addon = {
  name: "loadBalancerController",
  title: "AWS Load Balancer Controller",
  chart: charts.loadBalancerController,
  namespace: "kube-system",
  requires: ["certManager"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws?.edge !== undefined,
  defaultText: "on AWS where a domain is configured",
  values: () => ({}),
};
