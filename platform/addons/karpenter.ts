import type { Addon } from "./addon";
import { charts } from "./charts";

/** Karpenter. */
export const karpenter: Addon = {
  name: "karpenter",
  title: "Karpenter",
  chart: charts.karpenter,
  namespace: "kube-system",
  requires: [],
  after: [],
  enabledByDefault: ({ infra }) => infra.aws?.karpenter !== undefined,
  defaultText: "on AWS where Karpenter starts the nodes",
  values: () => ({}),
};
