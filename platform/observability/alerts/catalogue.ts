import { platformPattern, throughGateway } from "../panels/health";
import type { Alert } from "./alert";
import type { AlertName } from "./names";

const answered = 'reporter="destination",inferenceservice!=""';
const where = "{{ $labels.namespace }}/{{ $labels.name }}";

/** Runs of pipelines that ended within an hour, in one of some phases, by namespace. */
function endedRuns(phases: string): string {
  return (
    `count by (namespace) ((kubeflow_workflow_phase{phase=~"${phases}"} == 1) ` +
    "and on (namespace, name) (time() - kubeflow_workflow_finished_seconds < 3600))"
  );
}

/** Share of requests that end with 5xx, by some labels, where there is at least one request in ten seconds. */
function errorShare(selector: string, by: string): string {
  const rate = (more: string) => `sum by (${by}) (rate(istio_requests_total{${selector}${more}}[10m]))`;
  return `${rate(',response_code=~"5.."')} / (${rate("")} > 0.1)`;
}

/** What a tenant's processors cost in an hour. @param when such as ` offset 1d`; nothing is now */
function hourlyCost(when = ""): string {
  return `sum by (namespace) (container_cpu_allocation${when} * on (node) group_left () avg by (node) (node_cpu_hourly_cost${when}))`;
}

/** Every alert by its name; docs/runbooks.md has a section for each. */
export const alerts: Readonly<Record<AlertName, Alert>> = {
  KubeflowPipelineRunsFailing: {
    expr: `${endedRuns("Failed|Error")} >= 3 and ${endedRuns("Failed|Error")} / ${endedRuns("Succeeded|Failed|Error")} > 0.5`,
    severity: "warning",
    summary:
      "More than half of the pipeline runs of {{ $labels.namespace }} that ended within an hour failed.",
    needs: ["pipelines"],
  },
  KubeflowPipelineRunStuck: {
    expr: 'kubeflow_workflow_phase{phase="Pending"} == 1',
    for: "30m",
    severity: "warning",
    summary: `Pipeline run ${where} has not started for 30 minutes.`,
    needs: ["pipelines"],
  },
  KubeflowTrainJobFailed: {
    // For an hour after it failed: a failed job that somebody keeps is no news.
    expr:
      'kubeflow_trainjob_condition{condition="Failed"} == 1 ' +
      'unless on (namespace, name) (kubeflow_trainjob_condition{condition="Failed"} offset 1h == 1)',
    severity: "info",
    summary: `Training job ${where} failed.`,
    needs: ["trainer"],
  },
  KubeflowTrialsFailing: {
    expr:
      'sum by (namespace, experiment) (kubeflow_trial_condition{condition="Failed"}) >= 3 ' +
      'and sum by (namespace, experiment) (kubeflow_trial_condition{condition="Failed"}) ' +
      '> sum by (namespace, experiment) (kubeflow_trial_condition{condition="Succeeded"})',
    for: "5m",
    severity: "warning",
    summary: "More trials of {{ $labels.namespace }}/{{ $labels.experiment }} fail than succeed.",
    needs: ["katib"],
  },
  KubeflowModelNotReady: {
    expr: 'kubeflow_inferenceservice_condition{condition="Ready"} == 0',
    for: "15m",
    severity: "warning",
    summary: `Model ${where} has not been ready for 15 minutes.`,
    needs: ["kserve"],
  },
  KubeflowModelErrors: {
    expr: `${errorShare(answered, "namespace, inferenceservice")} > 0.05`,
    for: "10m",
    severity: "warning",
    summary:
      "Model {{ $labels.namespace }}/{{ $labels.inferenceservice }} fails more than 5 % of its requests.",
    needs: ["kserve"],
  },
  KubeflowGpuIdle: {
    expr: 'avg by (namespace, pod) (avg_over_time(DCGM_FI_DEV_GPU_UTIL{namespace!="",pod!=""}[2h])) < 5',
    for: "2h",
    severity: "info",
    summary: "Pod {{ $labels.namespace }}/{{ $labels.pod }} has GPUs and has not used them for hours.",
    needs: ["gpuMetrics"],
  },
  KubeflowGpuErrors: {
    expr: "max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS) > 0",
    for: "1m",
    severity: "critical",
    summary: "GPU {{ $labels.gpu }} of {{ $labels.Hostname }} reports XID {{ $value }}.",
    needs: ["gpuMetrics"],
  },
  KubeflowQueueStuck: {
    expr:
      "sum by (cluster_queue) (kueue_pending_workloads) > 0 " +
      "unless sum by (cluster_queue) (increase(kueue_admitted_workloads_total[2h])) > 0",
    for: "2h",
    severity: "warning",
    summary: "Jobs wait in queue {{ $labels.cluster_queue }}, and none was admitted for two hours.",
    needs: ["kueue"],
  },
  KubeflowQuotaFull: {
    expr:
      'max by (namespace, resource) (kube_resourcequota{type="used"}) ' +
      '/ (max by (namespace, resource) (kube_resourcequota{type="hard"}) > 0) >= 0.95',
    for: "30m",
    severity: "info",
    summary:
      "Tenant {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}.",
    needs: [],
  },
  KubeflowCostDoubled: {
    expr: `${hourlyCost()} > 1 and ${hourlyCost()} > 2 * ${hourlyCost(" offset 1d")}`,
    for: "1h",
    severity: "info",
    summary:
      "Processors of tenant {{ $labels.namespace }} cost {{ $value | humanize }} USD an hour, more than twice of yesterday.",
    needs: ["openCost"],
  },
  KubeflowGatewayErrors: {
    expr: `${errorShare(throughGateway, "destination_service_name")} > 0.05`,
    for: "10m",
    severity: "critical",
    summary: "More than 5 % of the requests to {{ $labels.destination_service_name }} fail at the gateway.",
    needs: ["istio"],
  },
  KubeflowDeploymentUnavailable: {
    expr:
      `kube_deployment_status_replicas_unavailable{namespace=~"${platformPattern}"} ` +
      `>= kube_deployment_spec_replicas{namespace=~"${platformPattern}"} > 0`,
    for: "15m",
    severity: "critical",
    summary:
      "No replica of {{ $labels.namespace }}/{{ $labels.deployment }} has been available for 15 minutes.",
    needs: [],
  },
  KubeflowCertificateExpiring: {
    expr:
      "min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds) - time() " +
      "< 7 * 86400",
    for: "1h",
    severity: "warning",
    summary:
      "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }} and was not renewed.",
    needs: ["certManager"],
  },
  KubeflowExporterMissing: {
    expr: 'absent(up{job="kube-state-metrics"} == 1)',
    for: "10m",
    severity: "critical",
    summary:
      "kube-state-metrics does not answer: what objects say of themselves is missing, and most alerts with it.",
    needs: [],
  },
};
