import { row, type Row } from "./row";

/** What a tenant sets in the mesh and in monitoring. */
export const mesh: readonly Row[] = [
  row("networking.istio.io/v1/VirtualService", "feature-server", {
    spec: {
      hosts: ["*"],
      gateways: ["kubeflow/kubeflow-gateway"],
      http: [
        {
          match: [{ uri: { prefix: "/features/" } }],
          route: [{ destination: { host: "feature-server", port: { number: 80 } } }],
        },
      ],
    },
  }),
  row("networking.istio.io/v1/DestinationRule", "feature-server", {
    spec: { host: "feature-server", trafficPolicy: { tls: { mode: "ISTIO_MUTUAL" } } },
  }),
  row("networking.istio.io/v1/ServiceEntry", "warehouse", {
    spec: {
      hosts: ["warehouse.example.com"],
      ports: [{ name: "tls", number: 443, protocol: "TLS" }],
      resolution: "DNS",
    },
  }),
  row("networking.istio.io/v1/Sidecar", "default", { spec: { egress: [{ hosts: ["./*", "kubeflow/*"] }] } }),
  row("networking.istio.io/v1/WorkloadEntry", "warehouse", { spec: { address: "10.20.30.40" } }),
  row("networking.istio.io/v1/WorkloadGroup", "warehouse", { spec: { template: {} } }),
  row("networking.istio.io/v1/Gateway", "own", {
    spec: {
      selector: { istio: "own" },
      servers: [{ port: { name: "http", number: 80, protocol: "HTTP" }, hosts: ["*"] }],
    },
  }),
  row("networking.istio.io/v1alpha3/EnvoyFilter", "limits", {
    spec: {
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: { context: "SIDECAR_INBOUND" },
          patch: { operation: "INSERT_BEFORE", value: { name: "envoy.filters.http.local_ratelimit" } },
        },
      ],
    },
  }),
  row("networking.istio.io/v1beta1/ProxyConfig", "small", { spec: { concurrency: 1 } }),
  row("security.istio.io/v1/PeerAuthentication", "default", { spec: { mtls: { mode: "STRICT" } } }),
  row("security.istio.io/v1/RequestAuthentication", "partners", {
    spec: {
      jwtRules: [{ issuer: "https://issuer.example.com", jwksUri: "https://issuer.example.com/keys" }],
    },
  }),
  row("telemetry.istio.io/v1/Telemetry", "quiet", { spec: { accessLogging: [{ disabled: true }] } }),
  row("extensions.istio.io/v1alpha1/WasmPlugin", "headers", {
    spec: { url: "oci://registry.example.com/headers:1", phase: "AUTHN" },
  }),
  row("monitoring.coreos.com/v1/ServiceMonitor", "feature-server", {
    spec: { selector: { matchLabels: { app: "feature-server" } }, endpoints: [{ port: "http" }] },
  }),
  row("monitoring.coreos.com/v1/PodMonitor", "training", {
    spec: { selector: { matchLabels: { app: "training" } }, podMetricsEndpoints: [{ port: "metrics" }] },
  }),
  row("monitoring.coreos.com/v1/PrometheusRule", "feature-server", {
    spec: { groups: [{ name: "features", rules: [{ alert: "NoFeatures", expr: "up == 0" }] }] },
  }),
];
