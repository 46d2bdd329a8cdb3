/** The names of the platform's alerts. Public: they stand in environments' files, in silences and in docs/runbooks.md. */
export const alertNames = [
  "KubeflowPipelineRunsFailing",
  "KubeflowPipelineRunStuck",
  "KubeflowTrainJobFailed",
  "KubeflowTrialsFailing",
  "KubeflowModelNotReady",
  "KubeflowModelErrors",
  "KubeflowGpuIdle",
  "KubeflowGpuErrors",
  "KubeflowQueueStuck",
  "KubeflowQuotaFull",
  "KubeflowCostDoubled",
  "KubeflowGatewayErrors",
  "KubeflowDeploymentUnavailable",
  "KubeflowCertificateExpiring",
  "KubeflowExporterMissing",
] as const;

/** The name of an alert. */
export type AlertName = (typeof alertNames)[number];
