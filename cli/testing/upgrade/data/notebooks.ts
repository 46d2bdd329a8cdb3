import type { JsonObject } from "../../../../plugin";
import { condition, row, type Row } from "./row";

function notebookSpec(name: string, volumes: readonly string[]): JsonObject {
  return {
    template: {
      spec: {
        serviceAccountName: "default-editor",
        containers: [
          {
            name,
            image: "ghcr.io/kubeflow/kubeflow/notebook-servers/jupyter-scipy:v1.10.0",
            resources: {
              requests: { cpu: "500m", memory: "1Gi" },
              limits: { cpu: "600m", memory: "1288490188800m" },
            },
            volumeMounts: volumes.map((volume) => ({ name: volume, mountPath: `/home/jovyan/${volume}` })),
          },
        ],
        volumes: volumes.map((volume) => ({ name: volume, persistentVolumeClaim: { claimName: volume } })),
      },
    },
  };
}

/** Notebooks as the spawner makes them in each version of their API, what their controller makes, and viewers. */
export const notebooks: readonly Row[] = [
  row(
    "kubeflow.org/v1beta1/Notebook",
    "analysis",
    { spec: notebookSpec("analysis", ["home-analysis", "datasets"]) },
    {
      labels: { app: "analysis", warehouse: "true" },
      annotations: {
        "notebooks.kubeflow.org/server-type": "jupyter",
        "notebooks.kubeflow.org/creator": "ada",
      },
      status: {
        readyReplicas: 1,
        conditions: [condition("Running", { lastProbeTime: "2026-04-01T08:00:00Z" })],
        containerState: { running: { startedAt: "2026-04-01T08:00:00Z" } },
      },
    },
  ),
  row(
    "apps/v1/StatefulSet",
    "analysis",
    {
      spec: {
        replicas: 1,
        serviceName: "analysis",
        selector: { matchLabels: { statefulset: "analysis" } },
        template: {
          metadata: { labels: { statefulset: "analysis", "notebook-name": "analysis" } },
          spec: { containers: [{ name: "analysis", image: "python:3.12" }] },
        },
      },
    },
    { owner: "Notebook/analysis" },
  ),
  row(
    "kubeflow.org/v1/Notebook",
    "stopped",
    { spec: notebookSpec("stopped", ["datasets"]) },
    {
      annotations: { "kubeflow-resource-stopped": "2026-03-31T18:00:00Z" },
      status: { readyReplicas: 0, conditions: [], containerState: {} },
    },
  ),
  row("kubeflow.org/v1alpha1/Notebook", "old", { spec: notebookSpec("old", []) }),
  row(
    "tensorboard.kubeflow.org/v1alpha1/Tensorboard",
    "curves",
    { spec: { logspath: "pvc://datasets/logs" } },
    { status: { conditions: [{ deploymentState: "Available" }], readyReplicas: 1 } },
  ),
  row(
    "kubeflow.org/v1alpha1/PVCViewer",
    "datasets",
    { spec: { pvc: "datasets", rwoScheduling: true, networking: { basePrefix: "/pvcviewers" } } },
    { status: { ready: true, url: "/pvcviewers/research/datasets/", conditions: [condition("Available")] } },
  ),
  row("kubeflow.org/v1beta1/Viewer", "curves", {
    spec: { type: "tensorboard", tensorboardSpec: { logDir: "s3://logs/curves" } },
  }),
];
