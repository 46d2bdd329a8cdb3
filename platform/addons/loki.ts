import type { Addon } from "./addon";
import { charts } from "./charts";

/** Loki. */
export const loki: Addon = {
  name: "loki",
  title: "Loki",
  chart: charts.loki,
  namespace: "monitoring",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: () => ({}),
};
