import type { Addon } from "./addon";
import { charts } from "./charts";

/** ExternalDNS. */
export const externalDns: Addon = {
  name: "externalDns",
  title: "ExternalDNS",
  chart: charts.externalDns,
  namespace: "external-dns",
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws?.edge !== undefined,
  defaultText: "on AWS where a domain is configured",
  values: () => ({}),
};
