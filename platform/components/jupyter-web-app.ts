import type { Component } from "./component";

/** Form and list of notebook servers. */
export const jupyterWebApp: Component = {
  name: "jupyterWebApp",
  title: "Jupyter web app",
  target: "applications/jupyter/jupyter-web-app/upstream/overlays/istio",
  requires: ["istio", "kubeflowNamespace", "notebookController"],
};
