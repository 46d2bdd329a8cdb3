import type { Component } from "./component";

/** Makes a namespace for each tenant, with Pod Security Standards as upstream's pss overlay sets them. */
export const profiles: Component = {
  name: "profiles",
  title: "Profiles and access management",
  target: "applications/profiles/pss",
  requires: ["istio", "kubeflowNamespace", "kubeflowRoles"],
};
