import { condition, podTemplate, row, type Row } from "./row";

const algorithm = { algorithmName: "random" };
const objective = { type: "minimize", goal: 0.01, objectiveMetricName: "loss" };

/** A search that is under way, and what Katib has made for it. */
export const tuning: readonly Row[] = [
  row(
    "kubeflow.org/v1beta1/Experiment",
    "search",
    {
      spec: {
        algorithm,
        objective,
        maxTrialCount: 4,
        parallelTrialCount: 2,
        parameters: [{ name: "lr", parameterType: "double", feasibleSpace: { min: "0.01", max: "0.1" } }],
        trialTemplate: {
          primaryContainerName: "train",
          trialParameters: [{ name: "lr", reference: "lr" }],
          trialSpec: { apiVersion: "batch/v1", kind: "Job", spec: { template: podTemplate("train") } },
        },
      },
    },
    {
      finalizers: ["update-prometheus-metrics"],
      status: { trials: 1, trialsRunning: 1, conditions: [condition("Running")], currentOptimalTrial: {} },
    },
  ),
  row(
    "kubeflow.org/v1beta1/Suggestion",
    "search",
    { spec: { algorithm, requests: 2, resumePolicy: "Never" } },
    { owner: "Experiment/search", status: { suggestionCount: 1, suggestions: [{ name: "search-x1" }] } },
  ),
  row(
    "kubeflow.org/v1beta1/Trial",
    "search-x1",
    {
      spec: {
        objective,
        parameterAssignments: [{ name: "lr", value: "0.05" }],
        primaryContainerName: "train",
        runSpec: { apiVersion: "batch/v1", kind: "Job", spec: { template: podTemplate("train") } },
      },
    },
    {
      owner: "Experiment/search",
      finalizers: ["clean-metrics-in-db"],
      status: {
        conditions: [condition("Running")],
        observation: { metrics: [{ name: "loss", latest: "0.3" }] },
      },
    },
  ),
];
