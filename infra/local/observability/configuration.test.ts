import * as assert from "node:assert/strict";
import * as net from "node:net";
import { lokiConfig } from "./loki";
import { observabilityLayout } from "./layout";
import { portsFor } from "./ports";
import { prometheusConfig } from "./prometheus";
import { SERVERS } from "./servers";

const ports = { prometheus: 1, loki: 2, lokiGrpc: 3, kubeStateMetrics: 4, kubeStateMetricsSelf: 5 };

describe("Prometheus beside a local cluster", () => {
  it("asks each process in the way in which it answers, with credentials only who is known", () => {
    const cluster = { apiserver: 11, etcd: 12, etcdPeer: 13, controllerManager: 14, scheduler: 15, kwok: 16 };
    const credentials = { authority: "/c/ca.crt", certificate: "/c/client.crt", key: "/c/client.key" };
    const at = (port: number) => ({ static_configs: [{ targets: [`127.0.0.1:${port}`] }] });
    const selfSigned = { scheme: "https", tls_config: { insecure_skip_verify: true } };
    assert.deepEqual(prometheusConfig({ cluster, ports, credentials, rules: "/r.yaml" }), {
      global: { scrape_interval: "15s", scrape_timeout: "10s", evaluation_interval: "30s" },
      rule_files: ["/r.yaml"],
      scrape_configs: [
        {
          job_name: "kube-apiserver",
          scheme: "https",
          tls_config: { ca_file: "/c/ca.crt", cert_file: "/c/client.crt", key_file: "/c/client.key" },
          metric_relabel_configs: [
            {
              source_labels: ["__name__"],
              regex: [
                "apiserver_request_body_size_bytes_bucket",
                "apiserver_request_sli_duration_seconds_bucket",
                "apiserver_watch_cache_read_wait_seconds_bucket",
                "apiserver_watch_events_sizes_bucket",
                "apiserver_watch_list_duration_seconds_bucket",
                "etcd_request_duration_seconds_bucket",
              ].join("|"),
              action: "drop",
            },
          ],
          ...at(11),
        },
        { job_name: "kube-controller-manager", ...selfSigned, ...at(14) },
        { job_name: "kube-scheduler", ...selfSigned, ...at(15) },
        { job_name: "etcd", ...at(12) },
        { job_name: "kwok-controller", scheme: "https", tls_config: { ca_file: "/c/ca.crt" }, ...at(16) },
        { job_name: "kube-state-metrics", honor_labels: true, ...at(4) },
        { job_name: "prometheus", ...at(1) },
        { job_name: "loki", ...at(2) },
      ],
    });
  });
});

describe("Loki beside a local cluster", () => {
  it("keeps everything in one folder, listens on this machine alone and tells nobody of itself", () => {
    assert.deepEqual(lokiConfig("/d/loki", ports), {
      auth_enabled: false,
      server: {
        http_listen_address: "127.0.0.1",
        http_listen_port: 2,
        grpc_listen_address: "127.0.0.1",
        grpc_listen_port: 3,
        log_level: "warn",
      },
      common: {
        path_prefix: "/d/loki",
        replication_factor: 1,
        instance_addr: "127.0.0.1",
        ring: { kvstore: { store: "inmemory" }, instance_addr: "127.0.0.1" },
        storage: { filesystem: { chunks_directory: "/d/loki/chunks", rules_directory: "/d/loki/rules" } },
      },
      ingester: { lifecycler: { min_ready_duration: "0s", final_sleep: "0s" } },
      query_scheduler: { use_scheduler_ring: false },
      frontend: { scheduler_address: "127.0.0.1:3", scheduler_dns_lookup_period: "1s" },
      frontend_worker: { scheduler_address: "127.0.0.1:3", dns_lookup_duration: "1s" },
      schema_config: {
        configs: [
          {
            from: "2025-01-01",
            store: "tsdb",
            object_store: "filesystem",
            schema: "v13",
            index: { prefix: "index_", period: "24h" },
          },
        ],
      },
      compactor: {
        working_directory: "/d/loki/compactor",
        retention_enabled: true,
        delete_request_store: "filesystem",
      },
      limits_config: {
        retention_period: "72h",
        reject_old_samples: false,
        discover_log_levels: false,
        discover_service_name: [],
      },
      analytics: { reporting_enabled: false },
    });
  });
});

describe("the processes beside a local cluster", () => {
  const layout = observabilityLayout("/clone/.local");
  const tools = { prometheus: "/bin/p", loki: "/bin/l", "kube-state-metrics": "/bin/k" };
  const commands = SERVERS.map(({ name, command }) => {
    const words = command({ layout, tools, ports, metricLabels: ["namespaces=[team]"] });
    return { name, words };
  });

  it("are told apart from others': each command line names the clone's folder", () => {
    const without = commands.filter(({ words }) => !words.some((word) => word.includes(`${layout.root}/`)));
    assert.deepEqual(without, []);
  });

  it("listen on 127.0.0.1 only", () => {
    const [prometheus, , kubeStateMetrics] = commands.map(({ words }) => words);
    assert.deepEqual(prometheus, [
      "/bin/p",
      "--config.file=/clone/.local/observability/prometheus.yaml",
      "--storage.tsdb.path=/clone/.local/observability/data/prometheus",
      "--storage.tsdb.retention.time=3d",
      "--storage.tsdb.retention.size=1GB",
      "--web.listen-address=127.0.0.1:1",
      "--log.level=warn",
    ]);
    assert.deepEqual(kubeStateMetrics, [
      "/bin/k",
      "--kubeconfig=/clone/.local/kubeconfig",
      "--host=127.0.0.1",
      "--port=4",
      "--telemetry-host=127.0.0.1",
      "--telemetry-port=5",
      "--custom-resource-state-config-file=/clone/.local/observability/kube-state-metrics.yaml",
      "--metric-labels-allowlist=namespaces=[team]",
    ]);
  });
});

describe("portsFor", () => {
  it("waits a moment for ports of processes that have just ended", async () => {
    const first = await portsFor(undefined, new Set());
    const ending = net.createServer().listen(first.loki, "127.0.0.1");
    setTimeout(() => ending.close(), 200);
    assert.deepEqual(await portsFor(first, new Set()), first);
  });

  it("keeps ports, but for those that somebody else has taken since", async () => {
    const first = await portsFor(undefined, new Set());
    assert.equal(new Set(Object.values(first)).size, 5);
    const stranger = net.createServer().listen(first.loki, "127.0.0.1");
    const ours = net.createServer().listen(first.prometheus, "127.0.0.1");
    try {
      const { loki, ...others } = await portsFor(first, new Set([first.prometheus]), 100);
      const { loki: taken, ...before } = first;
      assert.deepEqual(others, before);
      assert.notEqual(loki, taken);
    } finally {
      stranger.close();
      ours.close();
    }
  });
});
