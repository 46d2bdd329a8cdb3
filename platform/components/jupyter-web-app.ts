import { secureCookies, spawnerChoices } from "../notebooks";
import type { Component } from "./component";

/** Form and list of notebook servers. */
export const jupyterWebApp: Component = {
  name: "jupyterWebApp",
  title: "Jupyter web app",
  target: "applications/jupyter/jupyter-web-app/upstream/overlays/istio",
  requires: ["istio", "kubeflowNamespace", "notebookController"],
  transforms: (context) => [spawnerChoices(context), secureCookies("jupyter-web-app-deployment", context)],
};
