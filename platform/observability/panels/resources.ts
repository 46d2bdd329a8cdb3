import type { Panel } from "../panel";

const inNamespaces = 'namespace=~"$namespace"';
const legend = "{{namespace}}";

/** Who uses what: processors, memory, GPUs, quotas and volumes by tenant. */
export const resourcePanels = {
  cpuUse: {
    title: "Processors by tenant",
    description: "Cores that containers use, and cores that their pods request.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `sum by (namespace) (rate(container_cpu_usage_seconds_total{${inNamespaces},container!=""}[$__rate_interval]))`,
        legend: `${legend} used`,
      },
      {
        expr: `sum by (namespace) (kube_pod_container_resource_requests{${inNamespaces},resource="cpu"})`,
        legend: `${legend} requested`,
      },
    ],
    needs: [],
  },
  memoryUse: {
    title: "Memory by tenant",
    description: "Memory that containers use and can't give back.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `sum by (namespace) (container_memory_working_set_bytes{${inNamespaces},container!=""})`,
        legend,
      },
    ],
    unit: "bytes",
    needs: [],
  },
  gpuUse: {
    title: "GPU use by tenant",
    description: "How busy the GPUs are that pods of a tenant have, on average.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [{ expr: `avg by (namespace) (DCGM_FI_DEV_GPU_UTIL{${inNamespaces}})`, legend }],
    unit: "percent",
    needs: ["gpuMetrics"],
  },
  gpuMemory: {
    title: "GPU memory by tenant",
    description: "Share of the memory of a tenant's GPUs that is used.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr:
          `sum by (namespace) (DCGM_FI_DEV_FB_USED{${inNamespaces}}) / ` +
          `sum by (namespace) (DCGM_FI_DEV_FB_USED{${inNamespaces}} + DCGM_FI_DEV_FB_FREE{${inNamespaces}})`,
        legend,
      },
    ],
    unit: "percentunit",
    needs: ["gpuMetrics"],
  },
  gpusRequested: {
    title: "GPUs by tenant",
    description: "GPUs that pods have or wait for.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr:
          `sum by (namespace) (kube_pod_container_resource_requests{${inNamespaces},resource="nvidia_com_gpu"} ` +
          '* on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"}))',
        legend,
      },
    ],
    stacked: true,
    needs: ["gpuMetrics"],
  },
  quotaUse: {
    title: "Quotas",
    description: "Share of a tenant's quota that is used, by resource.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr:
          `max by (namespace, resource) (kube_resourcequota{${inNamespaces},type="used"}) ` +
          `/ (max by (namespace, resource) (kube_resourcequota{${inNamespaces},type="hard"}) > 0)`,
        legend: "{{namespace}} {{resource}}",
      },
    ],
    unit: "percentunit",
    needs: [],
  },
  volumesFull: {
    title: "Volumes",
    description: "Share of each volume that is used.",
    topic: "resources",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr:
          `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${inNamespaces}} ` +
          `/ kubelet_volume_stats_capacity_bytes{${inNamespaces}})`,
        legend: "{{namespace}}/{{persistentvolumeclaim}}",
      },
    ],
    unit: "percentunit",
    needs: [],
  },
} as const satisfies Readonly<Record<string, Panel>>;
