import { secureCookies } from "../notebooks";
import type { Component } from "./component";

/** Form and list of Tensorboards. */
export const tensorboardsWebApp: Component = {
  name: "tensorboardsWebApp",
  title: "Tensorboards web app",
  target: "applications/tensorboard/tensorboards-web-app/upstream/overlays/istio",
  requires: ["istio", "kubeflowNamespace", "tensorboardController"],
  transforms: (context) => [secureCookies("tensorboards-web-app-deployment", context)],
};
