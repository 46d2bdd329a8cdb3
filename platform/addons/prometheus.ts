import type { Addon } from "./addon";
import { charts } from "./charts";

/** Prometheus, Alertmanager and Grafana. */
export const prometheus: Addon = {
  name: "prometheus",
  title: "Prometheus, Alertmanager and Grafana",
  chart: charts.prometheus,
  namespace: "monitoring",
  requires: ["certManager"],
  after: ["karpenter"],
  enabledByDefault: () => true,
  defaultText: "true",
  values: () => ({}),
};
