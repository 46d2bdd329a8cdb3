import { platformNamespaces } from "../../addons/namespaces";
import type { Panel } from "../panel";

/** The platform's own namespaces as a regular expression. */
export const platformPattern = platformNamespaces.join("|");

const inPlatform = `namespace=~"${platformPattern}"`;

/** What the ingress gateway sends on, as its proxy counts it. */
export const throughGateway = 'reporter="source",source_workload="istio-ingressgateway"';

/** Whether the platform itself is well. */
export const healthPanels = {
  gatewayRequests: {
    title: "Requests at the gateway",
    description: "Requests a second that the ingress gateway sends on, by where to.",
    topic: "health",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `sum by (destination_service_name) (rate(istio_requests_total{${throughGateway}}[$__rate_interval]))`,
        legend: "{{destination_service_name}}",
      },
    ],
    unit: "reqps",
    needs: ["istio"],
  },
  gatewayErrors: {
    title: "Errors at the gateway",
    description: "Requests a second that end with 5xx, by where they went.",
    topic: "health",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `sum by (destination_service_name) (rate(istio_requests_total{${throughGateway},response_code=~"5.."}[$__rate_interval]))`,
        legend: "{{destination_service_name}}",
      },
    ],
    unit: "reqps",
    needs: ["istio"],
  },
  platformUnavailable: {
    title: "Replicas that are missing",
    description: "Replicas of the platform's Deployments that are not available.",
    topic: "health",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `sum by (namespace, deployment) (kube_deployment_status_replicas_unavailable{${inPlatform}}) > 0`,
        legend: "{{namespace}}/{{deployment}}",
      },
    ],
    needs: [],
  },
  platformRestarts: {
    title: "Restarts",
    description: "How often containers of the platform started again within an hour.",
    topic: "health",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${inPlatform}}[1h])) > 0`,
        legend: "{{namespace}}/{{pod}}",
      },
    ],
    needs: [],
  },
  nodesNotReady: {
    title: "Nodes that are not ready",
    description: "Nodes whose condition Ready is not true.",
    topic: "health",
    kind: "stat",
    source: "prometheus",
    queries: [{ expr: 'sum(kube_node_status_condition{condition="Ready",status="true"} == bool 0)' }],
    redFrom: 1,
    needs: [],
  },
  targetsDown: {
    title: "Exporters that don't answer",
    description: "Targets that Prometheus could not scrape: what they say is missing from all pages.",
    topic: "health",
    kind: "stat",
    source: "prometheus",
    queries: [{ expr: "count(up == 0) or vector(0)" }],
    redFrom: 1,
    needs: [],
  },
  certificates: {
    title: "Certificates",
    description: "How long until the next certificate of each namespace ends.",
    topic: "health",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: "min by (exported_namespace) (certmanager_certificate_expiration_timestamp_seconds) - time()",
        legend: "{{exported_namespace}}",
      },
    ],
    unit: "s",
    needs: ["certManager"],
  },
} as const satisfies Readonly<Record<string, Panel>>;
