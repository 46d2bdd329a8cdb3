import type { Addon } from "./addon";
import { charts } from "./charts";

/** Kueue. */
export const kueue: Addon = {
  name: "kueue",
  title: "Kueue",
  chart: charts.kueue,
  namespace: "kueue-system",
  requires: ["certManager"],
  after: ["karpenter"],
  enabledByDefault: () => true,
  defaultText: "true",
  values: () => ({}),
};
