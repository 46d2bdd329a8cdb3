import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { priorityClass, type Resources, resources } from "./pods";
import {
  affinityTo,
  agentTolerationsOf,
  type NodeAffinity,
  pluginlessGpuPools,
  type Toleration,
} from "../pools";

/** What is set of the chart's values. */
interface GpuDevicePluginValues {
  readonly image: { readonly repository: string; readonly tag: string };
  readonly priorityClassName: string;
  readonly resources: Resources;
  readonly affinity: NodeAffinity;
  readonly tolerations: readonly Toleration[];
}

/** NVIDIA device plugin: offers the GPUs of a node to pods, on nodes that don't do so themselves. */
export const gpuDevicePlugin: Addon = {
  name: "gpuDevicePlugin",
  title: "NVIDIA device plugin",
  chart: charts.gpuDevicePlugin,
  namespace: "kube-system",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined && pluginlessGpuPools(infra).length > 0,
  defaultText:
    "on AWS where a node pool has NVIDIA GPUs and does not run Bottlerocket, which has the plugin in it",
  values: gpuDevicePluginValues,
};

function gpuDevicePluginValues(context: Context): GpuDevicePluginValues {
  const pools = pluginlessGpuPools(context.infra);
  const image = chartImage(context, "nvcr.io/nvidia/k8s-device-plugin:v0.20.0");
  return {
    image: { repository: image.name, tag: image.pinnedTag },
    priorityClassName: priorityClass(context, "system-node-critical"),
    resources: resources("20m", "64Mi", "256Mi"),
    affinity: affinityTo(pools),
    tolerations: agentTolerationsOf(pools),
  };
}
