import type { Addon } from "./addon";
import { charts } from "./charts";

/** Grafana Alloy. */
export const alloy: Addon = {
  name: "alloy",
  title: "Grafana Alloy",
  chart: charts.alloy,
  namespace: "monitoring",
  requires: ["loki"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: () => ({}),
};
