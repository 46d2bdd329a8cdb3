import * as path from "node:path";
import type { ToolName } from "../../../toolchain";
import { RETENTION } from "./loki";
import type { ObservabilityLayout } from "./layout";
import type { ObservabilityPorts } from "./ports";

/** Names of the processes beside a local cluster, in the order in which they are told. */
export const SERVER_NAMES = ["prometheus", "loki", "kube-state-metrics", "log-follower"] as const;

/** See {@link SERVER_NAMES}. */
export type ServerName = (typeof SERVER_NAMES)[number];

/** The tools that they are. */
export const OBSERVABILITY_TOOLS = [
  "prometheus",
  "loki",
  "kube-state-metrics",
] as const satisfies readonly ToolName[];

/** Absolute paths of the tools. */
export type ObservabilityTools = Readonly<Record<(typeof OBSERVABILITY_TOOLS)[number], string>>;

/** What a process is started with. */
export interface ServerInputs {
  readonly layout: ObservabilityLayout;
  readonly tools: ObservabilityTools;
  readonly ports: ObservabilityPorts;
  /** Labels of objects that become labels of metrics, as kube-state-metrics' option takes them. */
  readonly metricLabels: readonly string[];
}

/** A process: what it is, and how to know that it is ready. */
export interface Server {
  readonly name: ServerName;
  /** As people call it. */
  readonly title: string;
  /** Program and arguments. One of them names the folder, which is how its process is told from others. */
  readonly command: (inputs: ServerInputs) => readonly string[];
  /** Files that it reads when it starts: with other ones it is started again. */
  readonly files: (layout: ObservabilityLayout) => readonly string[];
  /** URL that answers 200 once it is ready. Undefined: it is as soon as it runs. */
  readonly ready?: (ports: ObservabilityPorts) => string;
}

/** The processes. */
export const SERVERS: readonly Server[] = [
  {
    name: "prometheus",
    title: "Prometheus",
    command: ({ layout, tools, ports }) => [
      tools.prometheus,
      `--config.file=${layout.prometheus}`,
      `--storage.tsdb.path=${path.join(layout.data, "prometheus")}`,
      `--storage.tsdb.retention.time=${RETENTION.prometheus}`,
      "--storage.tsdb.retention.size=1GB",
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      "--log.level=warn",
    ],
    files: ({ prometheus, rules }) => [prometheus, rules],
    ready: ({ prometheus }) => `http://127.0.0.1:${prometheus}/-/ready`,
  },
  {
    name: "loki",
    title: "Loki",
    command: ({ layout, tools }) => [tools.loki, `-config.file=${layout.loki}`, "-target=all"],
    files: ({ loki }) => [loki],
    ready: ({ loki }) => `http://127.0.0.1:${loki}/ready`,
  },
  {
    name: "kube-state-metrics",
    title: "kube-state-metrics",
    command: ({ layout, tools, ports, metricLabels }) => [
      tools["kube-state-metrics"],
      `--kubeconfig=${layout.kubeconfig}`,
      "--host=127.0.0.1",
      `--port=${ports.kubeStateMetrics}`,
      "--telemetry-host=127.0.0.1",
      `--telemetry-port=${ports.kubeStateMetricsSelf}`,
      `--custom-resource-state-config-file=${layout.resourceState}`,
      ...(metricLabels.length === 0 ? [] : [`--metric-labels-allowlist=${metricLabels.join(",")}`]),
    ],
    // Another cluster has another kubeconfig.
    files: ({ resourceState, kubeconfig }) => [resourceState, kubeconfig],
    ready: ({ kubeStateMetrics }) => `http://127.0.0.1:${kubeStateMetrics}/healthz`,
  },
  {
    name: "log-follower",
    title: "Log follower",
    command: ({ layout }) => [
      process.execPath,
      "--max-old-space-size=128",
      "--require",
      require.resolve("tsx/cjs"),
      path.join(__dirname, "follower", "main.ts"),
      layout.follower,
    ],
    files: ({ follower, kubeconfig }) => [follower, kubeconfig],
  },
];
