import { secureCookies } from "../notebooks";
import type { Component } from "./component";

/** Form and list of volumes, on any storage class of the cluster; its default is that of block volumes. */
export const volumesWebApp: Component = {
  name: "volumesWebApp",
  title: "Volumes web app",
  target: "applications/volumes-web-app/upstream/overlays/istio",
  requires: ["istio", "kubeflowNamespace", "pvcViewerController"],
  transforms: (context) => [secureCookies("volumes-web-app-deployment", context)],
};
