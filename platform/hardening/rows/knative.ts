import { nothing, several, type WorkloadRow } from "../row";
import { controller } from "./shapes";

const knative = { component: "knativeServing", kind: "Deployment", namespace: "knative-serving" } as const;
const elects = several(
  "Knative's controllers elect a leader for each bucket (ConfigMap config-leader-election)",
);
const answers = several("answers from caches; keeps its certificate in a Secret that all pods share");
const source =
  "the release's Deployment: a ko image (distroless, nonroot) with a read-only root file system already";

/** Knative Serving, whose own requests and limits are kept or raised. */
export const knativeRows: readonly WorkloadRow[] = [
  {
    ...knative,
    name: "activator",
    scale: { kind: "autoscaled" },
    priority: "critical",
    containers: { activator: controller("activator", { source }, nothing) },
  },
  {
    ...knative,
    name: "autoscaler",
    scale: elects,
    priority: "critical",
    containers: { autoscaler: controller("knative", { source }, nothing) },
  },
  {
    ...knative,
    name: "controller",
    scale: elects,
    priority: "platform",
    containers: { controller: controller("knative", { source }, nothing) },
  },
  {
    ...knative,
    name: "net-istio-controller",
    scale: elects,
    priority: "platform",
    containers: { controller: controller("knative", { source }, nothing) },
  },
  {
    ...knative,
    name: "net-istio-webhook",
    scale: answers,
    priority: "critical",
    containers: {
      webhook: controller("knative", {
        source:
          "knative net-istio cmd/webhook: a ko image as its neighbours, which are read-only in the release",
      }),
    },
  },
  {
    ...knative,
    name: "webhook",
    scale: { kind: "autoscaled" },
    priority: "critical",
    containers: { webhook: controller("knative", { source }, nothing) },
  },
];
