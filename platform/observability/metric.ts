/** Who exports metrics, and how Prometheus gets them. */
export interface Exporter {
  /** As people call it. */
  readonly title: string;
  /** The version that is installed and whose metrics were read. */
  readonly version: string;
  /** The monitor by which Prometheus finds it. */
  readonly scrapedBy: string;
  /** Where its metrics are written down. */
  readonly source: string;
}

/** Every exporter whose metrics a panel or an alert asks for. */
export const exporters = {
  kubeStateMetrics: {
    title: "kube-state-metrics",
    version: "2.20.0",
    scrapedBy: "ServiceMonitor of kube-prometheus-stack, honorLabels",
    source: "kubernetes/kube-state-metrics, docs/metrics",
  },
  resourceState: {
    title: "kube-state-metrics, custom resource state",
    version: "2.20.0",
    scrapedBy: "the same; what is asked for stands in platform/observability/resource-state.ts",
    source: "kubernetes/kube-state-metrics, docs/metrics/extend/customresourcestate-metrics.md",
  },
  cadvisor: {
    title: "kubelet: cAdvisor",
    version: "Kubernetes 1.35",
    scrapedBy: "ServiceMonitor of kube-prometheus-stack for the kubelet, /metrics/cadvisor, honorLabels",
    source: "google/cadvisor, docs/storage/prometheus.md",
  },
  kubelet: {
    title: "kubelet",
    version: "Kubernetes 1.35",
    scrapedBy: "ServiceMonitor of kube-prometheus-stack for the kubelet, honorLabels",
    source: "Kubernetes documentation, reference of metrics",
  },
  prometheus: {
    title: "Prometheus",
    version: "3.14.0",
    scrapedBy: "Prometheus itself, for every target",
    source: "Prometheus documentation, jobs and instances",
  },
  dcgm: {
    title: "DCGM exporter",
    version: "4.5.3-4.8.2",
    scrapedBy: "ServiceMonitor of its chart, honorLabels (platform/addons/gpu-metrics.ts)",
    source: "NVIDIA/dcgm-exporter, etc/default-counters.csv",
  },
  istioSidecar: {
    title: "Istio's proxies",
    version: "1.28.0",
    scrapedBy:
      "PodMonitors kserve-models (platform/serving/objects.ts) and istio-ingressgateway (platform/addons/monitors.ts)",
    source: "Istio documentation, reference of standard metrics",
  },
  kueue: {
    title: "Kueue",
    version: "0.19.2",
    scrapedBy: "ServiceMonitor of its chart (enablePrometheus)",
    source: "kubernetes-sigs/kueue, pkg/metrics/metrics.go",
  },
  openCost: {
    title: "OpenCost",
    version: "1.120.1",
    scrapedBy: "ServiceMonitor of its chart, honorLabels",
    source: "OpenCost documentation, integrations/metrics",
  },
  certManager: {
    title: "cert-manager",
    version: "1.19.4",
    scrapedBy:
      "PodMonitor cert-manager (platform/addons/monitors.ts); its label `namespace` becomes exported_namespace",
    source: "cert-manager documentation, devops-tips/prometheus-metrics",
  },
} as const satisfies Readonly<Record<string, Exporter>>;

/** See {@link exporters}. */
export type ExporterName = keyof typeof exporters;
