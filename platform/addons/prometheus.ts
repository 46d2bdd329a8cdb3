import type { Manifest } from "../../manifests";
import { secretData } from "../auth/secret-data";
import {
  alertRules,
  dashboardObjects,
  grafanaAccess,
  isBehindGateway,
  receiverNeeds,
  receiverSecret,
} from "../observability";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { grafanaSecret } from "./grafana-values";
import { monitors } from "./monitors";
import { monitoring, namespaceOf } from "./namespaces";
import { prometheusValues } from "./prometheus-values";

/** The Service of Prometheus, as the chart names it. */
export const prometheusService = {
  name: `${charts.prometheus.name}-prometheus`,
  namespace: monitoring,
  port: 9090,
} as const;

/** The Service of Grafana, as the chart names it. */
const grafanaService = `${charts.prometheus.name}-grafana`;

const webhook = `${charts.prometheus.name}-admission`;

/**
 * Prometheus, Alertmanager and Grafana, with exporters for nodes and for the API's objects.
 *
 * Grafana's administrator gets a generated password: the chart would make another one at each upgrade.
 */
export const prometheus: Addon = {
  name: "prometheus",
  title: "Prometheus, Alertmanager and Grafana",
  chart: charts.prometheus,
  namespace: monitoring,
  requires: ["certManager"],
  requiresHere: receiverNeeds,
  // Grafana is behind the gateway, and has a sidecar.
  after: ["karpenter", "istio", "oauth2Proxy", "kubeflowIstioResources"],
  enabledByDefault: () => true,
  defaultText: "true",
  additions: (context) => [
    namespaceOf(monitoring, "baseline"),
    grafanaAdministrator,
    ...monitors.flatMap(({ part, manifest }) => (context.has(part) ? [manifest] : [])),
    ...dashboardObjects(context),
    ...(isBehindGateway(context) ? grafanaAccess(context, grafanaService) : []),
    ...alertRules(context),
    ...receiverSecret(context),
  ],
  overrides: (_context, credentials) => ({
    [`Secret/${monitoring}/${grafanaSecret.name}`]: secretData({
      [grafanaSecret.userKey]: "admin",
      [grafanaSecret.passwordKey]: credentials.grafana.result,
    }),
  }),
  webhooks: { validating: [webhook], mutating: [webhook] },
  values: prometheusValues,
};

const grafanaAdministrator: Manifest = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: grafanaSecret.name, namespace: monitoring },
  type: "Opaque",
};
