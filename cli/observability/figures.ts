import { panels } from "../../platform/observability/panels";
import { tenantNamespaces } from "../../platform/observability/grafana";
import { withVariables } from "../../platform/observability/promql";
import { answersHere } from "./platform-metrics";

/** What a figure counts. */
export type Unit = "count" | "perSecond" | "seconds" | "bytes";

/** A figure of the page: a question that has one number for an answer. */
export interface Figure {
  readonly title: string;
  /** PromQL. */
  readonly expr: string;
  readonly unit: Unit;
  /** What it counts, where the title doesn't say. */
  readonly note?: string;
}

/** Requests that end: watches and the like are open for minutes. */
const short = 'verb!~"WATCH|WATCHLIST|CONNECT"';

/**
 * What the processes of a simulated cluster are asked. Sources of the names: Kubernetes' reference of metrics (1.35), etcd
 * 3.6, kube-state-metrics 2.20; each was seen in the endpoints of a cluster that is up.
 */
const own: readonly Figure[] = [
  {
    title: "API requests",
    expr: "sum(rate(apiserver_request_total[5m]))",
    unit: "perSecond",
    note: "mean of 5 minutes",
  },
  {
    title: "Latency, 99th percentile",
    expr: `histogram_quantile(0.99, sum by (le) (rate(apiserver_request_duration_seconds_bucket{${short}}[5m])))`,
    unit: "seconds",
    note: "of requests but watches",
  },
  { title: "Objects stored", expr: "sum(apiserver_resource_objects)", unit: "count" },
  { title: "etcd's database", expr: "sum(etcd_mvcc_db_total_size_in_bytes)", unit: "bytes" },
  { title: "Nodes simulated", expr: "count(kube_node_info)", unit: "count" },
  {
    title: "Pods simulated",
    expr: 'sum(kube_pod_status_phase{phase="Running"})',
    unit: "count",
    note: "running",
  },
  {
    title: "Pods scheduled",
    expr: 'sum(scheduler_schedule_attempts_total{result="scheduled"})',
    unit: "count",
  },
  { title: "Pods without a node", expr: "sum(scheduler_pending_pods)", unit: "count" },
];

/** The platform's own numbers, as Grafana's panels ask for them, of those tenants. */
export function panelFigures(tenants: readonly string[]): readonly Figure[] {
  const namespaces = tenants.length === 0 ? [".+"] : tenants;
  return Object.values(panels)
    .filter(({ kind, source }) => kind === "stat" && source === "prometheus")
    .flatMap(({ title, queries }) =>
      queries
        .filter(({ expr }) => answersHere(expr))
        .map(({ expr }): Figure => ({ title, expr: withVariables(expr, { namespaces }), unit: "count" })),
    );
}

/** All figures, in the order of the page. */
export function figures(tenants: readonly string[]): readonly Figure[] {
  return [...own, ...panelFigures(tenants)];
}

/** Questions with several answers. */
export const questions = {
  tenants: tenantNamespaces,
  /** Answers of the API server with an error, by code, since it was started. */
  errors: 'sum by (code) (apiserver_request_total{code=~"[45].."})',
  /** The same, a second, over 5 minutes. */
  errorRate: 'sum by (code) (rate(apiserver_request_total{code=~"[45].."}[5m]))',
  quotas: "kube_resourcequota",
  memory: "sum by (job) (process_resident_memory_bytes)",
  cpu: "sum by (job) (rate(process_cpu_seconds_total[5m]))",
  alerts: "ALERTS",
} as const;

/** A number as people read it; a dash where there is none. */
export function figureText(value: number | undefined, unit: Unit): string {
  if (value === undefined || !Number.isFinite(value)) {
    return "–";
  }
  const digits = (of: number): string =>
    of.toLocaleString("en-US", {
      maximumFractionDigits: of !== 0 && Math.abs(of) < 10 ? 2 : of < 100 ? 1 : 0,
    });
  switch (unit) {
    case "count":
      return digits(value);
    case "perSecond":
      return `${digits(value)}/s`;
    case "seconds":
      return value < 1 ? `${digits(value * 1_000)} ms` : `${digits(value)} s`;
    case "bytes":
      return value < 2 ** 30 ? `${digits(value / 2 ** 20)} MiB` : `${digits(value / 2 ** 30)} GiB`;
  }
}
