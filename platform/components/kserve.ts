import {
  gpuRuntimes,
  istioIngressClass,
  kserveConfig,
  modelMonitor,
  servingRuntimes,
  storageContainer,
} from "../serving";
import type { Component } from "./component";
import { rolledOutWith } from "./rollout";

/**
 * InferenceServices in the Standard and the Knative mode, with the serving runtimes that its webhook checks. The
 * Standard mode does without Knative, which is then used by those that ask for it.
 *
 * Its controller looks for KEDA's ScaledObject when it starts: a model that has the annotation
 * `serving.kserve.io/autoscalerClass: keda` and `autoScaling.metrics` gets one, all others in the Standard mode an HPA.
 */
export const kserve: Component = {
  name: "kserve",
  title: "KServe",
  target: "applications/kserve/kserve",
  requires: ["certManager", "istio", "kubeflowNamespace"],
  requiresHere: ({ config }) =>
    config.serving.mode === "Knative" ? ["knativeServing", "clusterLocalGateway"] : [],
  after: ["knativeServing", "clusterLocalGateway", "keda", "prometheus"],
  transforms: (context) => [
    kserveConfig(context),
    storageContainer(context.config),
    // The controller reads some of its configuration, and which kinds there are, once.
    rolledOutWith(["kserve-controller-manager"], {
      ...context.config.serving,
      keda: context.has("keda"),
      knative: context.has("knativeServing"),
    }),
    ...servingRuntimes(context),
  ],
  additions: (context) => [
    istioIngressClass,
    ...(context.has("prometheus") ? [modelMonitor] : []),
    ...gpuRuntimes(context),
  ],
};
