import type { Component } from "./component";

/** Form and list of volumes. */
export const volumesWebApp: Component = {
  name: "volumesWebApp",
  title: "Volumes web app",
  target: "applications/volumes-web-app/upstream/overlays/istio",
  requires: ["istio", "kubeflowNamespace", "pvcViewerController"],
};
