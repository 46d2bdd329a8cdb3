import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import {
  type Budget,
  budget,
  priorityClass,
  type Resources,
  resources,
  restrictedContainer,
  type Spread,
  spread,
} from "./pods";

/** What is set of the chart's values. */
interface LoadBalancerControllerValues {
  readonly replicaCount: number;
  readonly image: { readonly repository: string; readonly tag: string };
  readonly priorityClassName: string;
  readonly resources: Resources;
  readonly securityContext: typeof restrictedContainer;
  readonly podDisruptionBudget: Budget;
  readonly topologySpreadConstraints: readonly Spread[];
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: string;
  readonly enableServiceMutatorWebhook: boolean;
  readonly enableCertManager: boolean;
  readonly defaultTargetType: "ip";
}

const webhook = "aws-load-balancer-webhook";

/**
 * AWS Load Balancer Controller: makes an ALB of the platform's Ingress.
 *
 * Whatever has an Ingress or a Service of type LoadBalancer requires it, so that these go first when everything is
 * destroyed: without the controller their finalizers would never be taken off, and the load balancers would stay.
 */
export const loadBalancerController: Addon = {
  name: "loadBalancerController",
  title: "AWS Load Balancer Controller",
  chart: charts.loadBalancerController,
  namespace: "kube-system",
  requires: ["certManager"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws?.edge !== undefined,
  defaultText: "on AWS where a domain is configured",
  webhooks: { validating: [webhook], mutating: [webhook] },
  values: loadBalancerControllerValues,
};

function loadBalancerControllerValues(context: Context): LoadBalancerControllerValues {
  const { infra, config } = context;
  const image = chartImage(context, "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0");
  return {
    replicaCount: config.hardening.replicas,
    image: { repository: image.name, tag: image.pinnedTag },
    priorityClassName: priorityClass(context, "system-cluster-critical"),
    resources: resources("100m", "256Mi", "512Mi"),
    securityContext: restrictedContainer,
    podDisruptionBudget: budget(context),
    topologySpreadConstraints: spread({ "app.kubernetes.io/name": "aws-load-balancer-controller" }),
    clusterName: infra.cluster.name,
    // A pod can't ask the instance's metadata for these two: nodes have a hop limit of 1.
    region: infra.aws?.region ?? "",
    vpcId: infra.aws?.vpcId ?? "",
    // It would take every new Service of type LoadBalancer over, and refuse all new Services while it can't answer.
    enableServiceMutatorWebhook: false,
    // Helm would make another certificate at each upgrade.
    enableCertManager: true,
    defaultTargetType: "ip",
  };
}
