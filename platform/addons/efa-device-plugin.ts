import type { Addon } from "./addon";
import { charts } from "./charts";

/** EFA device plugin. */
export const efaDevicePlugin: Addon = {
  name: "efaDevicePlugin",
  title: "EFA device plugin",
  chart: charts.efaDevicePlugin,
  namespace: "kube-system",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS where a node pool has Elastic Fabric Adapters",
  values: () => ({}),
};
