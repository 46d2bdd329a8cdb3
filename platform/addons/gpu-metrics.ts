import type { Addon } from "./addon";
import { charts } from "./charts";

/** DCGM exporter. */
export const gpuMetrics: Addon = {
  name: "gpuMetrics",
  title: "DCGM exporter",
  chart: charts.gpuMetrics,
  namespace: "monitoring",
  requires: ["prometheus"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS where a node pool has NVIDIA GPUs",
  values: () => ({}),
};
