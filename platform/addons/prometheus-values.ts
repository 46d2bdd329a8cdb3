import {
  alertmanagerConfig,
  type AlertmanagerConfig,
  alertmanagerSecrets,
  type ResourceState,
  resourceState,
} from "../observability";
import type { Context } from "../part";
import { chartImage } from "./images";
import { type GrafanaValues, grafanaValues } from "./grafana-values";
import {
  everyNode,
  hasBudget,
  priorityClass,
  type Resources,
  resources,
  type Spread,
  spread,
  type Toleration,
} from "./pods";
import { type Image, imageOf, type Switch } from "./prometheus-parts";

/** An image as the chart of the node exporter asks for it. */
type DigestImage = Omit<Image, "sha"> & { readonly digest: string; readonly distroless: boolean };

/** A volume for each pod, on the cluster's class of block storage. */
interface Volume {
  readonly volumeClaimTemplate: {
    readonly spec: {
      readonly storageClassName: string;
      readonly accessModes: readonly ["ReadWriteOnce"];
      readonly resources: { readonly requests: { readonly storage: string } };
    };
  };
}

/** What is set of the chart's values. */
interface PrometheusValues {
  readonly crds: Switch;
  readonly kubeControllerManager: Switch;
  readonly kubeEtcd: Switch;
  readonly kubeScheduler: Switch;
  readonly kubeProxy: Switch;
  readonly prometheusOperator: {
    readonly admissionWebhooks: { readonly certManager: Switch };
    readonly kubeletEndpointsEnabled: boolean;
    readonly kubeletEndpointSliceEnabled: boolean;
    readonly image: Image;
    readonly prometheusConfigReloader: { readonly image: Image; readonly resources: Resources };
    readonly thanosImage: Image;
    readonly resources: Resources;
    readonly priorityClassName: string;
  };
  readonly prometheus: {
    readonly podDisruptionBudget: Switch;
    readonly prometheusSpec: {
      readonly image: Image;
      readonly replicas: number;
      readonly resources: Resources;
      readonly priorityClassName: string;
      readonly topologySpreadConstraints: readonly Spread[];
      readonly serviceDiscoveryRole: "EndpointSlice";
      readonly retention: string;
      readonly retentionSize: string;
      readonly storageSpec: Volume;
      readonly podMonitorSelectorNilUsesHelmValues: boolean;
      readonly probeSelectorNilUsesHelmValues: boolean;
      readonly ruleSelectorNilUsesHelmValues: boolean;
      readonly scrapeConfigSelectorNilUsesHelmValues: boolean;
      readonly serviceMonitorSelectorNilUsesHelmValues: boolean;
    };
  };
  readonly alertmanager: AlertmanagerConfig & {
    readonly podDisruptionBudget: Switch;
    readonly alertmanagerSpec: {
      readonly image: Image;
      readonly replicas: number;
      readonly resources: Resources;
      readonly priorityClassName: string;
      readonly topologySpreadConstraints: readonly Spread[];
      readonly storage: Volume;
      readonly secrets: readonly string[];
    };
  };
  readonly grafana: GrafanaValues;
  readonly "kube-state-metrics": ResourceState & {
    readonly image: Image;
    readonly resources: Resources;
    readonly priorityClassName: string;
  };
  readonly "prometheus-node-exporter": {
    readonly namespaceOverride: string;
    readonly image: DigestImage;
    readonly resources: Resources;
    readonly priorityClassName: string;
    readonly tolerations: readonly Toleration[];
  };
}

/** Values of kube-prometheus-stack and of the charts in it. */
export function prometheusValues(context: Context): PrometheusValues {
  const { replicas } = context.config.hardening;
  const { metrics } = context.config.observability;
  const off: Switch = { enabled: false };
  const several: Switch = { enabled: hasBudget(context) };
  const priorityClassName = priorityClass(context, "kubeflow-platform");
  return {
    crds: off,
    // EKS runs these itself, out of reach, and its kube-proxy serves metrics to its own node alone.
    kubeControllerManager: off,
    kubeEtcd: off,
    kubeScheduler: off,
    kubeProxy: off,
    prometheusOperator: {
      admissionWebhooks: { certManager: { enabled: true } },
      // Endpoints are deprecated since Kubernetes 1.33.
      kubeletEndpointsEnabled: false,
      kubeletEndpointSliceEnabled: true,
      image: imageOf(context, "quay.io/prometheus-operator/prometheus-operator:v0.93.1"),
      prometheusConfigReloader: {
        image: imageOf(context, "quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1"),
        resources: resources("10m", "64Mi"),
      },
      thanosImage: imageOf(context, "quay.io/thanos/thanos:v0.42.4"),
      resources: resources("50m", "256Mi", "512Mi"),
      priorityClassName,
    },
    prometheus: {
      podDisruptionBudget: several,
      prometheusSpec: {
        image: imageOf(context, "quay.io/prometheus/prometheus:v3.14.0-distroless"),
        replicas,
        resources: resources("500m", "4Gi", "8Gi"),
        priorityClassName,
        topologySpreadConstraints: spread({ "app.kubernetes.io/name": "prometheus" }),
        serviceDiscoveryRole: "EndpointSlice",
        retention: `${metrics.retentionDays}d`,
        // The write-ahead log and blocks that are being compacted are not counted by it.
        retentionSize: `${Math.floor(metrics.storageGiB * 0.8)}GiB`,
        storageSpec: volume(context, `${metrics.storageGiB}Gi`),
        // Monitors and rules of all namespaces count, not only those with the release's label.
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
      },
    },
    alertmanager: {
      ...alertmanagerConfig(context),
      podDisruptionBudget: several,
      alertmanagerSpec: {
        image: imageOf(context, "quay.io/prometheus/alertmanager:v0.34.0"),
        replicas,
        resources: resources("20m", "128Mi", "256Mi"),
        priorityClassName,
        topologySpreadConstraints: spread({ "app.kubernetes.io/name": "alertmanager" }),
        storage: volume(context, "2Gi"),
        secrets: alertmanagerSecrets(context),
      },
    },
    grafana: grafanaValues(context, priorityClassName),
    "kube-state-metrics": {
      ...resourceState(context),
      image: imageOf(context, "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0"),
      resources: resources("50m", "256Mi", "1Gi"),
      priorityClassName,
    },
    "prometheus-node-exporter": {
      // It reads the node's own files, which the namespace of Prometheus doesn't allow.
      namespaceOverride: "kube-system",
      image: digestImageOf(context, "quay.io/prometheus/node-exporter:v1.12.1-distroless"),
      resources: resources("20m", "32Mi", "128Mi"),
      priorityClassName: priorityClass(context, "system-node-critical"),
      tolerations: everyNode,
    },
  };
}

function volume({ infra }: Context, storage: string): Volume {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: infra.storageClasses.block,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage } },
      },
    },
  };
}

function digestImageOf(context: Context, reference: string): DigestImage {
  const { registry, repository, tag, digest } = chartImage(context, reference);
  // The chart would put `-distroless` behind the tag; here the reference says it.
  return { registry, repository, tag, digest: digest ?? "", distroless: false };
}
