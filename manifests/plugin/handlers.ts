import { readEnvironment } from "../../config/environment";
import { KubeClient } from "../../kube/client";
import { handlersOfCluster, type ProviderHandlers, textOf } from "../../plugin";
import { crdBundleHandlers } from "../crds/handlers";
import { CrdStore } from "../crds/store";
import { readinessGateHandlers } from "../gate/handlers";

/** The `kubeflow` provider: one cluster, two kinds of resources. */
export function kubeflowHandlers(): ProviderHandlers {
  const store = new CrdStore(readEnvironment());
  return handlersOfCluster("kubeflow", ({ kubeconfig }) => KubeClient.fromKubeconfig(textOf(kubeconfig)), {
    "kubeflow:manifests:CrdBundle": (connected) => crdBundleHandlers(connected, store),
    "kubeflow:manifests:ReadinessGate": readinessGateHandlers,
  });
}
