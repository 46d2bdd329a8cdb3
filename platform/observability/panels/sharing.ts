import type { Panel } from "../panel";

/** Hours of a month, as AWS counts them. */
const monthHours = 730;

/** Bytes of a gibibyte: OpenCost's price of memory is for one. */
const gibibyte = 1024 ** 3;

function hourly(allocation: string, price: string): string {
  return `sum by (namespace) (${allocation}{namespace=~"$namespace"} * on (node) group_left () avg by (node) (${price}))`;
}

function wait(q: number, name: string) {
  return {
    // Jobs are few: a short window would mostly be empty.
    expr: `histogram_quantile(${q}, sum by (le, cluster_queue) (rate(kueue_admission_wait_time_seconds_bucket[1h])))`,
    legend: `{{cluster_queue}} ${name}`,
  };
}

/** Kueue's queues. They belong to shares, of which a tenant has one (docs/queues.md), not to namespaces. */
export const queuePanels = {
  queueWait: {
    title: "Waiting time in queues",
    description: "How long jobs waited until they were admitted, of those of the last hour.",
    topic: "queues",
    kind: "timeseries",
    source: "prometheus",
    queries: [wait(0.5, "p50"), wait(0.95, "p95")],
    unit: "s",
    needs: ["kueue"],
  },
  queuePending: {
    title: "Jobs that wait",
    description:
      "Jobs that wait in each queue; `inadmissible` are those that no quota will let in as things are.",
    topic: "queues",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: "sum by (cluster_queue, status) (kueue_pending_workloads)",
        legend: "{{cluster_queue}} {{status}}",
      },
    ],
    stacked: true,
    needs: ["kueue"],
  },
  queueUse: {
    title: "Shares in use",
    description: "What jobs of each queue use of its own quota; more than 100 % is borrowed.",
    topic: "queues",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr:
          "sum by (cluster_queue, resource) (kueue_cluster_queue_resource_usage) " +
          "/ (sum by (cluster_queue, resource) (kueue_cluster_queue_nominal_quota) > 0)",
        legend: "{{cluster_queue}} {{resource}}",
      },
    ],
    unit: "percentunit",
    needs: ["kueue"],
  },
  queueEvictions: {
    title: "Jobs that were stopped",
    description: "Jobs of each queue that Kueue stopped within an hour, by reason.",
    topic: "queues",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: "sum by (cluster_queue, reason) (increase(kueue_evicted_workloads_total[1h]))",
        legend: "{{cluster_queue}} {{reason}}",
      },
    ],
    needs: ["kueue"],
  },
} as const satisfies Readonly<Record<string, Panel>>;

/** What it costs, by OpenCost's prices. Volumes, traffic and what nobody requests are not in a tenant's part. */
export const costPanels = {
  costByTenant: {
    title: "Cost by tenant",
    description: "What a month would cost in which each tenant went on as now: processors, memory and GPUs.",
    topic: "costs",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        // A tenant without GPUs has no series of them.
        expr:
          `${monthHours} * (${hourly("container_cpu_allocation", "node_cpu_hourly_cost")} ` +
          `+ ${hourly("container_memory_allocation_bytes", "node_ram_hourly_cost")} / ${gibibyte} ` +
          `+ (${hourly("container_gpu_allocation", "node_gpu_hourly_cost")} ` +
          'or 0 * sum by (namespace) (container_cpu_allocation{namespace=~"$namespace"})))',
        legend: "{{namespace}}",
      },
    ],
    unit: "currencyUSD",
    stacked: true,
    needs: ["openCost"],
  },
  costTotal: {
    title: "Cost of all nodes",
    description: "What a month with the nodes of now would cost, whoever uses them.",
    topic: "costs",
    kind: "timeseries",
    source: "prometheus",
    queries: [{ expr: `${monthHours} * sum(node_total_hourly_cost)`, legend: "nodes" }],
    unit: "currencyUSD",
    needs: ["openCost"],
  },
} as const satisfies Readonly<Record<string, Panel>>;
