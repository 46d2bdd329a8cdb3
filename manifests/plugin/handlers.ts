import { readEnvironment } from "../../config/environment";
import { KubeClient } from "../../kube/client";
import { differences, handlersByKind, type ProviderHandlers, textOf } from "../../plugin";
import { crdBundleHandlers } from "../crds/handlers";
import { CrdStore } from "../crds/store";
import { readinessGateHandlers } from "../gate/handlers";

/** The `kubeflow` provider: one cluster, two kinds of resources. */
export function kubeflowHandlers(): ProviderHandlers {
  let client: KubeClient | undefined;
  const connected = (): KubeClient => {
    if (client === undefined) {
      throw new Error("the provider kubeflow has no kubeconfig yet: its cluster is not known");
    }
    return client;
  };
  const store = new CrdStore(readEnvironment());
  const kinds: Readonly<Record<string, ProviderHandlers>> = {
    "kubeflow:manifests:CrdBundle": crdBundleHandlers(connected, store),
    "kubeflow:manifests:ReadinessGate": readinessGateHandlers(connected),
  };
  return {
    configure: ({ args }) => {
      client = KubeClient.fromKubeconfig(textOf(args.kubeconfig));
    },
    diffConfig: ({ oldInputs, news }) => ({
      // Another cluster under the same name: what the state remembers is gone.
      changes: differences(oldInputs, news).map((change) => ({
        ...change,
        replace: change.path === "clusterIdentifier",
      })),
    }),
    ...handlersByKind("kubeflow", kinds),
  };
}
