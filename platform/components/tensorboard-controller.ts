import { tensorboardController as configured } from "../notebooks";
import type { Component } from "./component";

/** Runs Tensorboards. */
export const tensorboardController: Component = {
  name: "tensorboardController",
  title: "Tensorboard controller",
  target: "applications/tensorboard/tensorboard-controller/upstream/overlays/kubeflow",
  requires: ["istio", "kubeflowNamespace"],
  transforms: configured,
};
