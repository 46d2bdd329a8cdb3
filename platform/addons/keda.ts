import type { Addon } from "./addon";
import { charts } from "./charts";

/** KEDA. */
export const keda: Addon = {
  name: "keda",
  title: "KEDA",
  chart: charts.keda,
  namespace: "keda",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: () => ({}),
};
