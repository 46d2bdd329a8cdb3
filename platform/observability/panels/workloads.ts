import type { Panel } from "../panel";

const workflows = 'namespace=~"$namespace"';
const failed = `kubeflow_workflow_phase{${workflows},phase=~"Failed|Error"} == 1`;

/** Seconds of a day. */
const day = 86_400;

/** Runs of pipelines. They are Workflows of Argo, which Pipelines deletes a while after they end. */
export const pipelinePanels = {
  runsRunning: {
    title: "Runs that are running",
    description: "Pipeline runs with a step that runs or waits.",
    topic: "pipelines",
    kind: "stat",
    source: "prometheus",
    queries: [{ expr: `sum(kubeflow_workflow_phase{${workflows},phase=~"Pending|Running"}) or vector(0)` }],
    needs: ["pipelines"],
  },
  runsFailedToday: {
    title: "Runs that failed in a day",
    description:
      "Pipeline runs that ended with a failure within the last 24 hours and have not been deleted.",
    topic: "pipelines",
    kind: "stat",
    source: "prometheus",
    queries: [
      {
        expr: `count((${failed}) and on (namespace, name) (time() - kubeflow_workflow_finished_seconds < ${day})) or vector(0)`,
      },
    ],
    redFrom: 1,
    needs: ["pipelines"],
  },
  runsByState: {
    title: "Pipeline runs by state",
    description: "Runs that are there, by the state of their Workflow.",
    topic: "pipelines",
    kind: "timeseries",
    source: "prometheus",
    queries: [{ expr: `sum by (phase) (kubeflow_workflow_phase{${workflows}})`, legend: "{{phase}}" }],
    stacked: true,
    needs: ["pipelines"],
  },
  runDuration: {
    title: "How long runs take",
    description: "Mean duration of the runs that ended and are still there, by namespace.",
    topic: "pipelines",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: `avg by (namespace) (kubeflow_workflow_finished_seconds{${workflows}} - on (namespace, name) kubeflow_workflow_started_seconds)`,
        legend: "{{namespace}}",
      },
    ],
    unit: "s",
    needs: ["pipelines"],
  },
  failedRuns: {
    title: "Failed runs",
    description: "The twenty runs that failed last, and when they ended.",
    topic: "pipelines",
    kind: "table",
    source: "prometheus",
    queries: [
      {
        // Grafana reads times in milliseconds.
        expr: `topk(20, 1000 * (kubeflow_workflow_finished_seconds{${workflows}} and on (namespace, name) (${failed})))`,
      },
    ],
    unit: "dateTimeAsIso",
    needs: ["pipelines"],
  },
} as const satisfies Readonly<Record<string, Panel>>;

/** Training jobs and searches. */
export const trainingPanels = {
  trainJobsByState: {
    title: "Training jobs by state",
    description:
      "TrainJobs that are there. One that is neither complete nor failed nor suspended runs or starts.",
    topic: "training",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: 'sum by (condition) (kubeflow_trainjob_condition{namespace=~"$namespace"})',
        legend: "{{condition}}",
      },
      {
        expr:
          'count(kubeflow_trainjob_created_seconds{namespace=~"$namespace"} unless on (namespace, name) ' +
          '(kubeflow_trainjob_condition{condition=~"Complete|Failed|Suspended"} == 1)) or vector(0)',
        legend: "Running",
      },
    ],
    stacked: true,
    needs: ["trainer"],
  },
  pytorchJobsByState: {
    title: "PyTorchJobs by state",
    description: "Jobs of the first Training Operator, by the condition that holds.",
    topic: "training",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: 'sum by (condition) (kubeflow_pytorchjob_condition{namespace=~"$namespace"})',
        legend: "{{condition}}",
      },
    ],
    stacked: true,
    needs: ["trainingOperator"],
  },
  experimentsByState: {
    title: "Katib experiments by state",
    description: "Experiments that are there, by the condition that holds.",
    topic: "tuning",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: 'sum by (condition) (kubeflow_experiment_condition{namespace=~"$namespace",condition!="Created"})',
        legend: "{{condition}}",
      },
    ],
    stacked: true,
    needs: ["katib"],
  },
  trialsByState: {
    title: "Katib trials by state",
    description: "Trials that are there, by the condition that holds.",
    topic: "tuning",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        expr: 'sum by (condition) (kubeflow_trial_condition{namespace=~"$namespace",condition!="Created"})',
        legend: "{{condition}}",
      },
    ],
    stacked: true,
    needs: ["katib"],
  },
} as const satisfies Readonly<Record<string, Panel>>;
