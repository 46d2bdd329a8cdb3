import type { Component } from "./component";

/** The page that people land on; it lists namespaces through the access management API of profiles. */
export const centralDashboard: Component = {
  name: "centralDashboard",
  title: "Central Dashboard",
  target: "applications/centraldashboard/overlays/oauth2-proxy",
  requires: ["istio", "kubeflowNamespace", "profiles"],
};
