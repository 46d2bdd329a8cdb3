import type { Component } from "./component";

/** Opens volumes in a file browser. */
export const pvcViewerController: Component = {
  name: "pvcViewerController",
  title: "PVC viewer controller",
  target: "applications/pvcviewer-controller/upstream/base",
  requires: ["certManager", "kubeflowNamespace"],
};
