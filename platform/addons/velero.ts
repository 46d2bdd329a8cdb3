import type { Addon } from "./addon";
import { charts } from "./charts";

/** Velero. */
export const velero: Addon = {
  name: "velero",
  title: "Velero",
  chart: charts.velero,
  namespace: "velero",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: () => ({}),
};
