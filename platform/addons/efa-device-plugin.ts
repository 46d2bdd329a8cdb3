import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { type Resources, resources } from "./pods";
import { agentTolerationsOf, efaPools, poolLabel, type Toleration } from "../pools";

/** What is set of the chart's values. */
interface EfaDevicePluginValues {
  readonly image: { readonly repository: string; readonly tag: string };
  readonly resources: Resources;
  readonly supportedInstanceLabels: { readonly keys: readonly string[]; readonly values: readonly string[] };
  readonly tolerations: readonly Toleration[];
}

/**
 * Registry of EKS' own images by partition; nodes may read all of them across regions.
 *
 * Source: EKS user guide, "View Amazon container image registries for Amazon EKS add-ons".
 */
const registries: Readonly<Record<string, string>> = {
  "aws-us-gov": "013241004608.dkr.ecr.us-gov-west-1.amazonaws.com",
  "aws-cn": "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn",
};
const defaultRegistry = "602401143452.dkr.ecr.us-west-2.amazonaws.com";

/**
 * EFA device plugin: offers Elastic Fabric Adapters of a node to pods as `vpc.amazonaws.com/efa`.
 *
 * Its chart is in no mirror of charts that the tests read. Its keys were compared with upstream's values by hand:
 * aws/eks-charts, stable/aws-efa-k8s-device-plugin, chart v0.5.30 (2026-07-21).
 */
export const efaDevicePlugin: Addon = {
  name: "efaDevicePlugin",
  title: "EFA device plugin",
  chart: charts.efaDevicePlugin,
  namespace: "kube-system",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined && efaPools(infra).length > 0,
  defaultText: "on AWS where a node pool has Elastic Fabric Adapters",
  values: efaDevicePluginValues,
};

function efaDevicePluginValues(context: Context): EfaDevicePluginValues {
  const pools = efaPools(context.infra);
  const registry = registries[context.infra.aws?.partition ?? ""] ?? defaultRegistry;
  const image = chartImage(context, `${registry}/eks/aws-efa-k8s-device-plugin:v0.5.20`);
  return {
    image: { repository: image.name, tag: image.pinnedTag },
    resources: resources("10m", "32Mi", "128Mi"),
    // The chart lists all instance types that can have adapters; a node has some only where its pool asks for them.
    supportedInstanceLabels: { keys: [poolLabel], values: pools.map(({ name }) => name) },
    tolerations: agentTolerationsOf(pools),
  };
}
