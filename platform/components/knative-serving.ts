import { activatorCallers, knativeReach } from "../mesh";
import { knativeConfig } from "../serving";
import type { Component } from "./component";

/** Scales InferenceServices of the Knative mode from and to zero. */
export const knativeServing: Component = {
  name: "knativeServing",
  title: "Knative Serving",
  target: "common/knative/knative-serving/overlays/gateways",
  requires: ["istio"],
  transforms: knativeConfig,
  additions: () => [activatorCallers(), ...knativeReach()],
};
