import type { JsonObject } from "../../../plugin/json";
import type { ClusterPorts } from "../control-plane";
import type { ObservabilityPorts } from "./ports";

/** How often targets are asked. The API server alone answers with 28,000 series, which takes it a tenth of a second. */
const INTERVAL = "15s";

/** Files that a client of the API server needs. */
export interface CredentialFiles {
  /** Certificate of the authority that signed the cluster's own. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** What Prometheus is configured with. */
export interface PrometheusInputs {
  readonly cluster: ClusterPorts;
  readonly ports: ObservabilityPorts;
  readonly credentials: CredentialFiles;
  /** File with alert rules. */
  readonly rules: string;
}

/**
 * Histograms of the API server that nobody asks for here: two of three of its series (measured with all of the platform
 * up, Kubernetes 1.35.0). Durations of requests are kept.
 */
const DROPPED = [
  "apiserver_request_body_size_bytes_bucket",
  "apiserver_request_sli_duration_seconds_bucket",
  "apiserver_watch_cache_read_wait_seconds_bucket",
  "apiserver_watch_events_sizes_bucket",
  "apiserver_watch_list_duration_seconds_bucket",
  "etcd_request_duration_seconds_bucket",
] as const;

/**
 * Prometheus' configuration: a job for each process that exports something. The endpoints were asked one by one: of the
 * controller manager and the scheduler only `/metrics` is open, both show certificates that they signed themselves, and
 * so are asked without credentials. kwok exports what its own process does, and nothing about the nodes it simulates:
 * `/discovery/prometheus` lists none, as there is no use to measure where nothing runs.
 */
export function prometheusConfig({ cluster, ports, credentials, rules }: PrometheusInputs): JsonObject {
  const { authority, certificate, key } = credentials;
  const selfSigned = { scheme: "https", tls_config: { insecure_skip_verify: true } };
  return {
    global: { scrape_interval: INTERVAL, scrape_timeout: "10s", evaluation_interval: "30s" },
    rule_files: [rules],
    scrape_configs: [
      job("kube-apiserver", cluster.apiserver, {
        scheme: "https",
        tls_config: { ca_file: authority, cert_file: certificate, key_file: key },
        metric_relabel_configs: [{ source_labels: ["__name__"], regex: DROPPED.join("|"), action: "drop" }],
      }),
      job("kube-controller-manager", cluster.controllerManager, selfSigned),
      job("kube-scheduler", cluster.scheduler, selfSigned),
      job("etcd", cluster.etcd),
      job("kwok-controller", cluster.kwok, { scheme: "https", tls_config: { ca_file: authority } }),
      // What it says of objects carries their namespaces and pods, which must not become those of the exporter.
      job("kube-state-metrics", ports.kubeStateMetrics, { honor_labels: true }),
      job("prometheus", ports.prometheus),
      job("loki", ports.loki),
    ],
  };
}

function job(name: string, port: number, more: JsonObject = {}): JsonObject {
  return { job_name: name, ...more, static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
}
