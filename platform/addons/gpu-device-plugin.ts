import type { Addon } from "./addon";
import { charts } from "./charts";

/** NVIDIA device plugin. */
export const gpuDevicePlugin: Addon = {
  name: "gpuDevicePlugin",
  title: "NVIDIA device plugin",
  chart: charts.gpuDevicePlugin,
  namespace: "kube-system",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS where a node pool has NVIDIA GPUs",
  values: () => ({}),
};
