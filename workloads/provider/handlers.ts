import { KubeClient } from "../../kube/client";
import { handlersOfCluster, type ProviderHandlers, textOf } from "../../plugin";
import { recurringRunHandlers } from "../components/pipelines/recurring-run-handlers";
import { versionHistoryHandlers } from "../components/pipelines/version-history-handlers";
import { modelVersionHandlers } from "../components/registry/model-version-handlers";
import { dataGuardHandlers } from "../components/tenant/data-guard-handlers";
import { runGuardHandlers } from "../components/training/run-guard-handlers";
import type { Connection } from "./connection";
import { dialThrough } from "./port-forward";

/** What makes, changes and removes each kind, by its type token. */
const kinds: Readonly<Record<string, (connected: () => Connection) => ProviderHandlers>> = {
  "kubeflow-workloads:registry:ModelVersion": modelVersionHandlers,
  "kubeflow-workloads:pipelines:RecurringRun": recurringRunHandlers,
  "kubeflow-workloads:pipelines:VersionHistory": (connected) =>
    versionHistoryHandlers(() => connected().cluster),
  "kubeflow-workloads:training:RunGuard": (connected) => runGuardHandlers(() => connected().cluster),
  "kubeflow-workloads:tenants:DataGuard": (connected) => dataGuardHandlers(() => connected().cluster),
};

/** The `kubeflow-workloads` provider: one cluster, a few kinds of resources. */
export function workloadsHandlers(): ProviderHandlers {
  return handlersOfCluster(
    "kubeflow-workloads",
    ({ kubeconfig, dashboard }): Connection => ({
      cluster: KubeClient.fromKubeconfig(textOf(kubeconfig)),
      dashboard: textOf(dashboard),
      dial: dialThrough(textOf(kubeconfig)),
    }),
    kinds,
  );
}
