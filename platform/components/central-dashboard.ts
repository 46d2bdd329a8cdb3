import { noSelfService, signOut } from "../auth/dashboard";
import { signOnOf } from "../auth/sign-on";
import { grafanaLink } from "../observability/dashboard-link";
import { registryLink } from "../registry";
import type { Component } from "./component";

/** The page that people land on; it lists namespaces through the access management API of profiles. */
export const centralDashboard: Component = {
  name: "centralDashboard",
  title: "Central Dashboard",
  target: "applications/centraldashboard/overlays/oauth2-proxy",
  requires: ["istio", "kubeflowNamespace", "profiles"],
  transforms: (context) => [
    ...signOut(signOnOf(context), context.config.release),
    ...(context.has("modelRegistryUi") ? [registryLink(context.config.release)] : []),
    ...grafanaLink(context),
  ],
  additions: ({ config }) => [noSelfService(config.release)],
};
