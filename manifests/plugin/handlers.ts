import { readEnvironment } from "../../config/environment";
import { KubeClient } from "../../kube/client";
import { differences, type ProviderHandlers, type ResourceRequest, textOf } from "../../plugin";
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
  const of = ({ type }: ResourceRequest): ProviderHandlers => {
    const handlers = kinds[type];
    if (handlers === undefined) {
      throw new Error(
        `the provider kubeflow has no resource ${type}; it has ${Object.keys(kinds).join(", ")}`,
      );
    }
    return handlers;
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
    diff: (request) =>
      of(request).diff?.(request) ?? { changes: differences(request.oldInputs, request.news) },
    create: (request) => of(request).create(request),
    update: (request) => of(request).update?.(request) ?? request.news,
    read: (request) => {
      const { read } = of(request);
      const { id, inputs = {}, state } = request;
      return read === undefined ? { id, inputs, outputs: state } : read(request);
    },
    delete: (request) => of(request).delete?.(request),
  };
}
