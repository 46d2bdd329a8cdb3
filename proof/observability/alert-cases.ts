import type { AlertName } from "../../platform/observability/alerts/names";

/** Series as promtool's unit tests write them: name and labels, and a value for each minute. */
export type Series = Readonly<Record<string, string>>;

/** When an alert fires, and when it is quiet. */
export interface AlertCase {
  /** What Prometheus has. */
  readonly series: Series;
  /** When it is looked at, from the first value on. */
  readonly at: string;
  /** Labels of the one alert that fires then, beside the severity. */
  readonly labels: Readonly<Record<string, string>>;
  /** What it says. */
  readonly summary: string;
  /** What Prometheus has where the alert must be quiet at the same time. */
  readonly quiet: Series;
}

const phase = (name: string, of: string) =>
  `kubeflow_workflow_phase{namespace="team-a",name="${name}",phase="${of}"}`;
const finished = (name: string) => `kubeflow_workflow_finished_seconds{namespace="team-a",name="${name}"}`;
const ended = (name: string, of: string): Series => ({
  [phase(name, of)]: "1x90",
  [finished(name)]: "3000x90",
});
const trial = (name: string, condition: string) =>
  `kubeflow_trial_condition{namespace="team-a",experiment="lr",name="${name}",condition="${condition}"}`;
const failedJob = 'kubeflow_trainjob_condition{namespace="team-a",name="ddp",condition="Failed"}';
const ready = 'kubeflow_inferenceservice_condition{namespace="team-a",name="churn",condition="Ready"}';
const answered = (code: number) =>
  `istio_requests_total{reporter="destination",namespace="team-a",inferenceservice="churn",response_code="${code}"}`;
const passed = (code: number) =>
  `istio_requests_total{reporter="source",source_workload="istio-ingressgateway",destination_service_name="ml-pipeline-ui",response_code="${code}"}`;
const gpu = 'DCGM_FI_DEV_GPU_UTIL{namespace="team-a",pod="notebook-0",gpu="0",Hostname="node-1"}';
const xid = 'DCGM_FI_DEV_XID_ERRORS{Hostname="node-1",gpu="0"}';
const pending = 'kueue_pending_workloads{cluster_queue="research",status="active"}';
const admitted = 'kueue_admitted_workloads_total{cluster_queue="research"}';
const quota = (type: string) =>
  `kube_resourcequota{namespace="team-a",resource="requests.cpu",type="${type}"}`;
const cores = 'container_cpu_allocation{namespace="team-a",pod="p",container="c",node="node-1"}';
const price = 'node_cpu_hourly_cost{node="node-1"}';
const unavailable =
  'kube_deployment_status_replicas_unavailable{namespace="kubeflow",deployment="ml-pipeline"}';
const replicas = 'kube_deployment_spec_replicas{namespace="kubeflow",deployment="ml-pipeline"}';
const certificate =
  'certmanager_certificate_expiration_timestamp_seconds{exported_namespace="kubeflow",name="webhook"}';
const exporter = 'up{job="kube-state-metrics"}';

/** One for each alert: the compiler asks for those that are missing. */
export const alertCases: Readonly<Record<AlertName, AlertCase>> = {
  KubeflowPipelineRunsFailing: {
    series: {
      ...ended("a", "Failed"),
      ...ended("b", "Error"),
      ...ended("c", "Failed"),
      ...ended("d", "Succeeded"),
    },
    at: "60m",
    labels: { namespace: "team-a" },
    summary: "More than half of the pipeline runs of team-a that ended within an hour failed.",
    quiet: { ...ended("a", "Failed"), ...ended("b", "Error"), ...ended("d", "Succeeded") },
  },
  KubeflowPipelineRunStuck: {
    series: { [phase("a", "Pending")]: "1x60" },
    at: "31m",
    labels: { namespace: "team-a", name: "a", phase: "Pending" },
    summary: "Pipeline run team-a/a has not started for 30 minutes.",
    quiet: { [phase("a", "Pending")]: "1x20 0x40" },
  },
  KubeflowTrainJobFailed: {
    series: { [failedJob]: "0x10 1x120" },
    at: "30m",
    labels: { namespace: "team-a", name: "ddp", condition: "Failed" },
    summary: "Training job team-a/ddp failed.",
    // No failure at all; that an old one is no news, rules.local.test.ts has.
    quiet: { [failedJob]: "0x120" },
  },
  KubeflowTrialsFailing: {
    series: {
      [trial("a", "Failed")]: "1x20",
      [trial("b", "Failed")]: "1x20",
      [trial("c", "Failed")]: "1x20",
      [trial("d", "Succeeded")]: "1x20",
    },
    at: "10m",
    labels: { namespace: "team-a", experiment: "lr" },
    summary: "More trials of team-a/lr fail than succeed.",
    quiet: {
      [trial("a", "Failed")]: "1x20",
      [trial("b", "Failed")]: "1x20",
      [trial("c", "Failed")]: "0x20",
      [trial("d", "Succeeded")]: "1x20",
    },
  },
  KubeflowModelNotReady: {
    series: { [ready]: "0x30" },
    at: "16m",
    labels: { namespace: "team-a", name: "churn", condition: "Ready" },
    summary: "Model team-a/churn has not been ready for 15 minutes.",
    quiet: { [ready]: "0x10 1x20" },
  },
  KubeflowModelErrors: {
    series: { [answered(200)]: "0+60x60", [answered(503)]: "0+6x60" },
    at: "30m",
    labels: { namespace: "team-a", inferenceservice: "churn" },
    summary: "Model team-a/churn fails more than 5 % of its requests.",
    quiet: { [answered(200)]: "0+60x60", [answered(503)]: "0+1x60" },
  },
  KubeflowGpuIdle: {
    series: { [gpu]: "2x150" },
    at: "125m",
    labels: { namespace: "team-a", pod: "notebook-0" },
    summary: "Pod team-a/notebook-0 has GPUs and has not used them for hours.",
    quiet: { [gpu]: "2x100 90x50" },
  },
  KubeflowGpuErrors: {
    series: { [xid]: "79x10" },
    at: "2m",
    labels: { Hostname: "node-1", gpu: "0" },
    summary: "GPU 0 of node-1 reports XID 79.",
    quiet: { [xid]: "0x10" },
  },
  KubeflowQueueStuck: {
    series: { [pending]: "3x150", [admitted]: "5x150" },
    at: "125m",
    labels: { cluster_queue: "research" },
    summary: "Jobs wait in queue research, and none was admitted for two hours.",
    quiet: { [pending]: "3x150", [admitted]: "0+1x150" },
  },
  KubeflowQuotaFull: {
    series: { [quota("used")]: "97x60", [quota("hard")]: "100x60" },
    at: "31m",
    labels: { namespace: "team-a", resource: "requests.cpu" },
    summary: "Tenant team-a uses 97% of its quota of requests.cpu.",
    quiet: { [quota("used")]: "0x60", [quota("hard")]: "0x60" },
  },
  KubeflowCostDoubled: {
    series: { [cores]: "10x1440 40x120", [price]: "0.1x1600" },
    at: "1510m",
    labels: { namespace: "team-a" },
    summary: "Processors of tenant team-a cost 4 USD an hour, more than twice of yesterday.",
    quiet: { [cores]: "30x1440 40x120", [price]: "0.1x1600" },
  },
  KubeflowGatewayErrors: {
    series: { [passed(200)]: "0+60x60", [passed(502)]: "0+6x60" },
    at: "30m",
    labels: { destination_service_name: "ml-pipeline-ui" },
    summary: "More than 5 % of the requests to ml-pipeline-ui fail at the gateway.",
    quiet: { [passed(200)]: "0+1x60", [passed(502)]: "0+1x60" },
  },
  KubeflowDeploymentUnavailable: {
    series: { [unavailable]: "2x30", [replicas]: "2x30" },
    at: "16m",
    labels: { namespace: "kubeflow", deployment: "ml-pipeline" },
    summary: "No replica of kubeflow/ml-pipeline has been available for 15 minutes.",
    quiet: { [unavailable]: "1x30", [replicas]: "2x30" },
  },
  KubeflowCertificateExpiring: {
    series: { [certificate]: "200000x90" },
    at: "61m",
    labels: { exported_namespace: "kubeflow", name: "webhook" },
    summary: "Certificate kubeflow/webhook ends in 2d 6h 32m 20s and was not renewed.",
    quiet: { [certificate]: "2000000x90" },
  },
  KubeflowExporterMissing: {
    series: { [exporter]: "0x20" },
    at: "11m",
    labels: {},
    summary:
      "kube-state-metrics does not answer: what objects say of themselves is missing, and most alerts with it.",
    quiet: { [exporter]: "1x20" },
  },
};
