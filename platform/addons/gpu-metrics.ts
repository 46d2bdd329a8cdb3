import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { priorityClass, type Resources, resources } from "./pods";
import { affinityTo, agentTolerationsOf, gpuPools, type NodeAffinity, type Toleration } from "../pools";

/** What is set of the chart's values. */
interface GpuMetricsValues {
  readonly image: { readonly repository: string; readonly tag: string };
  readonly priorityClassName: string;
  readonly resources: Resources;
  readonly affinity: NodeAffinity;
  readonly tolerations: readonly Toleration[];
  readonly serviceMonitor: { readonly enabled: boolean; readonly honorLabels: boolean };
}

/**
 * DCGM exporter: use, memory, temperature and errors of each GPU, by the pod that has it.
 *
 * The chart gives it SYS_ADMIN, which is what it sees the GPUs by on Bottlerocket (bottlerocket-os/bottlerocket, issue
 * 3992), and a folder of the kubelet: it runs in kube-system, so that the namespace of Prometheus can refuse both.
 */
export const gpuMetrics: Addon = {
  name: "gpuMetrics",
  title: "DCGM exporter",
  chart: charts.gpuMetrics,
  namespace: "kube-system",
  requires: ["prometheus"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined && gpuPools(infra).length > 0,
  defaultText: "on AWS where a node pool has NVIDIA GPUs",
  values: gpuMetricsValues,
};

function gpuMetricsValues(context: Context): GpuMetricsValues {
  const pools = gpuPools(context.infra);
  const image = chartImage(context, "nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless");
  return {
    image: { repository: image.name, tag: image.pinnedTag },
    priorityClassName: priorityClass(context, "system-node-critical"),
    resources: resources("100m", "256Mi", "1Gi"),
    affinity: affinityTo(pools),
    tolerations: agentTolerationsOf(pools),
    // The exporter's labels `namespace` and `pod` are of the pod that has the GPU, not of the exporter.
    serviceMonitor: { enabled: true, honorLabels: true },
  };
}
