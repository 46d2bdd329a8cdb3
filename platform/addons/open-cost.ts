import type { Addon } from "./addon";
import { charts } from "./charts";

/** OpenCost. */
export const openCost: Addon = {
  name: "openCost",
  title: "OpenCost",
  chart: charts.openCost,
  namespace: "monitoring",
  requires: ["prometheus"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: () => ({}),
};
