import { condition, podTemplate, row, type Row } from "./row";

const entrypoint = { entrypoint: "main", templates: [{ name: "main", container: { image: "python:3.12" } }] };

/** Pipelines as Kubernetes objects, and what running them makes. */
export const pipelines: readonly Row[] = [
  row("pipelines.kubeflow.org/v2beta1/Pipeline", "features", {
    spec: { displayName: "Features", description: "Makes features" },
  }),
  row(
    "pipelines.kubeflow.org/v2beta1/PipelineVersion",
    "features-1",
    {
      spec: {
        pipelineName: "features",
        displayName: "1",
        pipelineSpec: {
          pipelineInfo: { name: "features" },
          schemaVersion: "2.1.0",
          sdkVersion: "kfp-2.16.0",
          root: { dag: { tasks: {} } },
          deploymentSpec: { executors: {} },
        },
      },
    },
    { owner: "Pipeline/features", status: { conditions: [condition("PipelineVersionStatus")] } },
  ),
  row(
    "argoproj.io/v1alpha1/Workflow",
    "features-x7k2p",
    { spec: { ...entrypoint, serviceAccountName: "default-editor" } },
    {
      labels: { "pipeline/runid": "0f1e2d3c", "workflows.argoproj.io/completed": "true" },
      finalizers: ["kubeflow.org/persisted"],
      status: { phase: "Succeeded", progress: "1/1", startedAt: "2026-04-01T08:00:00Z", nodes: {} },
    },
  ),
  row("argoproj.io/v1alpha1/WorkflowTemplate", "steps", { spec: entrypoint }),
  row(
    "argoproj.io/v1alpha1/ClusterWorkflowTemplate",
    "research-steps",
    { spec: entrypoint },
    { clusterWide: true },
  ),
  row("argoproj.io/v1alpha1/CronWorkflow", "nightly", {
    spec: { schedules: ["0 1 * * *"], suspend: true, workflowSpec: entrypoint },
  }),
  row("argoproj.io/v1alpha1/WorkflowEventBinding", "landed", {
    spec: { event: { selector: "true" }, submit: { workflowTemplateRef: { name: "steps" } } },
  }),
  row(
    "argoproj.io/v1alpha1/WorkflowTaskResult",
    "features-x7k2p-1",
    { phase: "Succeeded", outputs: { exitCode: "0" } },
    { owner: "Workflow/features-x7k2p" },
  ),
  row(
    "argoproj.io/v1alpha1/WorkflowTaskSet",
    "features-x7k2p",
    { spec: { tasks: {} } },
    { owner: "Workflow/features-x7k2p" },
  ),
  row(
    "argoproj.io/v1alpha1/WorkflowArtifactGCTask",
    "features-x7k2p",
    { spec: { artifactsByNode: {} } },
    { owner: "Workflow/features-x7k2p" },
  ),
  row("kubeflow.org/v1beta1/ScheduledWorkflow", "nightly", {
    spec: {
      enabled: true,
      maxConcurrency: 1,
      trigger: { cronSchedule: { cron: "0 0 2 * * *" } },
      workflow: { spec: entrypoint },
    },
    status: { conditions: [condition("Enabled")], trigger: { nextIndex: 4 } },
  }),
  row(
    "sparkoperator.k8s.io/v1beta2/SparkApplication",
    "aggregate",
    {
      spec: {
        type: "Python",
        mode: "cluster",
        sparkVersion: "4.0.1",
        image: "apache/spark:4.0.1",
        mainApplicationFile: "local:///app/aggregate.py",
        driver: { cores: 1, memory: "1g", serviceAccount: "default-editor" },
        executor: { cores: 1, instances: 2, memory: "1g" },
      },
    },
    { status: { applicationState: { state: "COMPLETED" }, driverInfo: { podName: "aggregate-driver" } } },
  ),
  row("sparkoperator.k8s.io/v1beta2/ScheduledSparkApplication", "aggregate", {
    spec: {
      schedule: "0 4 * * *",
      concurrencyPolicy: "Forbid",
      template: {
        type: "Python",
        mode: "cluster",
        sparkVersion: "4.0.1",
        mainApplicationFile: "local:///app/aggregate.py",
        driver: { cores: 1 },
        executor: { cores: 1, template: podTemplate("executor") },
      },
    },
  }),
  row("sparkoperator.k8s.io/v1alpha1/SparkConnect", "session", {
    spec: { sparkVersion: "4.0.1", server: { cores: 1 }, executor: { instances: 1, cores: 1 } },
  }),
];
