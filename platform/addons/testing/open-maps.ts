import type { AddonName } from "../names";

/**
 * Keys of charts whose content is a type of Kubernetes' own API, by their last part, with what is below them. The chart
 * has to have the key itself.
 */
export const kubernetesTypes: Readonly<Record<string, string>> = {
  affinity: "Affinity",
  resources: "ResourceRequirements",
  securityContext: "SecurityContext",
  containerSecurityContext: "SecurityContext",
  podSecurityContext: "PodSecurityContext",
};

/**
 * Other places of charts' values that take keys which the chart's own values don't have, each with its reason. `*`
 * stands for one part of a path.
 */
export const openMaps: Readonly<Partial<Record<AddonName, Readonly<Record<string, string>>>>> = {
  loadBalancerController: {
    podDisruptionBudget: "{} by default; the whole map becomes the budget's spec (templates/pdb.yaml)",
  },
  prometheus: {
    "prometheus.prometheusSpec.storageSpec": "{} by default; a StorageSpec of the operator",
    "alertmanager.alertmanagerSpec.storage": "{} by default; a StorageSpec of the operator",
    "prometheusOperator.priorityClassName":
      "not in its values, read by templates/prometheus-operator/deployment.yaml",
    "grafana.grafana.ini.*": "a section of Grafana's configuration; they are written into grafana.ini",
    "grafana.grafana.ini.*.*": "an option of Grafana; sections are written into grafana.ini as they are",
    "grafana.podLabels":
      "a comment in the values of the chart of Grafana, put into its pods' labels by templates/deployment.yaml",
    "kube-state-metrics.customResourceState.config": "{} by default; written into the configuration as it is",
    "grafana.priorityClassName":
      "a comment in the values of the chart of Grafana, read by its templates/_pod.tpl",
    "grafana.persistence.storageClassName":
      "a comment in the values of the chart of Grafana, read by its templates/pvc.yaml",
    "grafana.deploymentStrategy.rollingUpdate":
      "null takes away what the API server adds to a Deployment that was made with another strategy",
    "kube-state-metrics.priorityClassName": "a comment in its values, read by its templates/deployment.yaml",
    "prometheus-node-exporter.priorityClassName":
      "a comment in its values, read by its templates/daemonset.yaml",
  },
  loki: {
    "loki.storage.bucketNames": "not in its values and required by its templates/_helpers.tpl",
    "loki.schemaConfig": "{} by default; written into Loki's configuration as it is",
    "loki.limits_config.retention_period":
      "an option of Loki; limits_config is written into its configuration as it is",
    "loki.compactor": "{} by default; written into Loki's configuration as it is",
    "loki.analytics": "{} by default; written into Loki's configuration as it is",
  },
  keda: {
    "podDisruptionBudget.*": "{} by default; minAvailable or maxUnavailable are taken out of it",
  },
  kueue: {
    "metrics.serviceMonitor.tlsConfig.*":
      "a TLSConfig of the Prometheus operator, written into the ServiceMonitor as it is",
  },
  velero: {
    schedules: "{} by default; a map of schedules by name, of which a comment shows one",
  },
};
