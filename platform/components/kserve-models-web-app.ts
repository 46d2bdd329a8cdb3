import { secureCookies } from "../notebooks";
import { nameIn } from "../names";
import type { Component } from "./component";

/** Form and list of InferenceServices. */
export const kserveModelsWebApp: Component = {
  name: "kserveModelsWebApp",
  title: "KServe models web app",
  target: "applications/kserve/models-web-app/overlays/kubeflow",
  requires: ["istio", "kserve", "kubeflowNamespace"],
  transforms: (context) => [secureCookies(nameIn(context.config.release, "modelsWebApp"), context)],
};
