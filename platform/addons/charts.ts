import type { Chart } from "../../manifests";
import type { AddonName } from "./names";

/**
 * The pinned chart of each add-on.
 *
 * Source of the versions: the charts' own repositories, as of the 2026-11 reading in which their values, schemas and
 * definitions were taken as test data.
 */
export const charts: Readonly<Record<AddonName, Chart>> = {
  karpenter: {
    name: "karpenter",
    version: "1.14.1",
    repository: "oci://public.ecr.aws/karpenter",
    definitions: "folder",
  },
  externalSecrets: {
    name: "external-secrets",
    version: "2.9.0",
    repository: "https://charts.external-secrets.io",
    definitions: "templates",
  },
  loadBalancerController: {
    name: "aws-load-balancer-controller",
    version: "3.5.0",
    repository: "https://aws.github.io/eks-charts",
    definitions: "folder",
  },
  externalDns: {
    name: "external-dns",
    version: "1.21.1",
    repository: "https://kubernetes-sigs.github.io/external-dns/",
    definitions: "folder",
  },
  gpuDevicePlugin: {
    name: "nvidia-device-plugin",
    version: "0.20.0",
    repository: "https://nvidia.github.io/k8s-device-plugin",
    definitions: "none",
  },
  efaDevicePlugin: {
    name: "aws-efa-k8s-device-plugin",
    version: "v0.5.30",
    repository: "https://aws.github.io/eks-charts",
    definitions: "none",
  },
  prometheus: {
    name: "kube-prometheus-stack",
    version: "88.5.3",
    repository: "oci://ghcr.io/prometheus-community/charts",
    definitions: "folder",
  },
  gpuMetrics: {
    name: "dcgm-exporter",
    version: "4.8.2",
    repository: "https://nvidia.github.io/dcgm-exporter/helm-charts",
    definitions: "none",
  },
  loki: {
    name: "loki",
    version: "18.11.0",
    repository: "oci://ghcr.io/grafana-community/helm-charts",
    definitions: "none",
  },
  alloy: {
    name: "alloy",
    version: "1.11.1",
    repository: "https://grafana.github.io/helm-charts",
    definitions: "folder",
  },
  openCost: {
    name: "opencost",
    version: "2.5.17",
    repository: "https://opencost.github.io/opencost-helm-chart",
    definitions: "none",
  },
  keda: {
    name: "keda",
    version: "2.20.2",
    repository: "https://kedacore.github.io/charts",
    definitions: "templates",
  },
  kueue: {
    name: "kueue",
    version: "0.19.2",
    repository: "oci://registry.k8s.io/kueue/charts",
    definitions: "release",
  },
  velero: {
    name: "velero",
    version: "12.1.0",
    repository: "https://vmware-tanzu.github.io/helm-charts",
    definitions: "folder",
  },
};
