import { notebookController as configured } from "../notebooks";
import type { Component } from "./component";

/** Runs Notebooks and culls idle ones. */
export const notebookController: Component = {
  name: "notebookController",
  title: "Notebook controller",
  target: "applications/jupyter/notebook-controller/upstream/overlays/kubeflow",
  requires: ["istio", "kubeflowNamespace"],
  transforms: configured,
};
