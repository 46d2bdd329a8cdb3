import { efaRuntime, trainingRuntimes } from "../training";
import type { Component } from "./component";

/** TrainJob and its runtimes, with the JobSet controller that it stands on. */
export const trainer: Component = {
  name: "trainer",
  title: "Trainer v2",
  target: "applications/trainer/overlays",
  requires: ["kubeflowNamespace", "kubeflowRoles"],
  transforms: (context) => [trainingRuntimes(context)],
  additions: efaRuntime,
};
