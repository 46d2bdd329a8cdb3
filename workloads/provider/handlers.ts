import { KubeClient } from "../../kube/client";
import { differences, handlersByKind, type ProviderHandlers, textOf } from "../../plugin";
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
  let connection: Connection | undefined;
  const connected = (): Connection => {
    if (connection === undefined) {
      throw new Error("the provider kubeflow-workloads has no kubeconfig yet: its cluster is not known");
    }
    return connection;
  };
  return {
    configure: ({ args }) => {
      connection = {
        cluster: KubeClient.fromKubeconfig(textOf(args.kubeconfig)),
        dashboard: textOf(args.dashboard),
        dial: dialThrough(textOf(args.kubeconfig)),
      };
    },
    diffConfig: ({ oldInputs, news }) => ({
      // Another cluster under the same name: what the state remembers is gone.
      changes: differences(oldInputs, news).map((change) => ({
        ...change,
        replace: change.path === "clusterIdentifier",
      })),
    }),
    ...handlersByKind(
      "kubeflow-workloads",
      Object.fromEntries(Object.entries(kinds).map(([type, handlers]) => [type, handlers(connected)])),
    ),
  };
}
