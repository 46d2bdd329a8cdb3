import type { Addon } from "./addon";
import { charts } from "./charts";

/** External Secrets Operator. */
export const externalSecrets: Addon = {
  name: "externalSecrets",
  title: "External Secrets Operator",
  chart: charts.externalSecrets,
  namespace: "external-secrets",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: () => ({}),
};
