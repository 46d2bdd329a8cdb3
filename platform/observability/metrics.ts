import type { ExporterName } from "./metric";

/**
 * Every metric that a panel or an alert asks for, and who exports it. metrics.test.ts holds both together: nothing is
 * asked that isn't here, and nothing is here that nobody asks. `_bucket` of a histogram stands for itself.
 */
export const metrics: Readonly<Record<string, ExporterName>> = {
  kube_deployment_spec_replicas: "kubeStateMetrics",
  kube_deployment_status_replicas_unavailable: "kubeStateMetrics",
  kube_namespace_labels: "kubeStateMetrics",
  kube_node_status_condition: "kubeStateMetrics",
  kube_pod_container_resource_requests: "kubeStateMetrics",
  kube_pod_container_status_restarts_total: "kubeStateMetrics",
  kube_pod_status_phase: "kubeStateMetrics",
  kube_resourcequota: "kubeStateMetrics",

  kubeflow_experiment_condition: "resourceState",
  kubeflow_inferenceservice_condition: "resourceState",
  kubeflow_pytorchjob_condition: "resourceState",
  kubeflow_trainjob_condition: "resourceState",
  kubeflow_trainjob_created_seconds: "resourceState",
  kubeflow_trial_condition: "resourceState",
  kubeflow_workflow_finished_seconds: "resourceState",
  kubeflow_workflow_phase: "resourceState",
  kubeflow_workflow_started_seconds: "resourceState",

  container_cpu_usage_seconds_total: "cadvisor",
  container_memory_working_set_bytes: "cadvisor",
  kubelet_volume_stats_capacity_bytes: "kubelet",
  kubelet_volume_stats_used_bytes: "kubelet",

  up: "prometheus",

  DCGM_FI_DEV_FB_FREE: "dcgm",
  DCGM_FI_DEV_FB_USED: "dcgm",
  DCGM_FI_DEV_GPU_UTIL: "dcgm",
  DCGM_FI_DEV_XID_ERRORS: "dcgm",

  istio_request_duration_milliseconds_bucket: "istioSidecar",
  istio_requests_total: "istioSidecar",

  kueue_admission_wait_time_seconds_bucket: "kueue",
  kueue_admitted_workloads_total: "kueue",
  kueue_cluster_queue_nominal_quota: "kueue",
  kueue_cluster_queue_resource_usage: "kueue",
  kueue_evicted_workloads_total: "kueue",
  kueue_pending_workloads: "kueue",

  container_cpu_allocation: "openCost",
  container_gpu_allocation: "openCost",
  container_memory_allocation_bytes: "openCost",
  node_cpu_hourly_cost: "openCost",
  node_gpu_hourly_cost: "openCost",
  node_ram_hourly_cost: "openCost",
  node_total_hourly_cost: "openCost",

  certmanager_certificate_expiration_timestamp_seconds: "certManager",
};
