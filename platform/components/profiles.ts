import { administrator } from "../auth/dashboard";
import { profileLabels } from "../tenants";
import type { Component } from "./component";

/**
 * Makes a namespace for each tenant, labelled by its controller. What goes into the namespace comes from the profile
 * controller of Pipelines (platform/tenants): without component pipelines a namespace stays as this one makes it.
 */
export const profiles: Component = {
  name: "profiles",
  title: "Profiles and access management",
  target: "applications/profiles/pss",
  requires: ["istio", "kubeflowNamespace", "kubeflowRoles"],
  transforms: ({ config }) => [profileLabels(config), ...administrator(config.signOn.admins, config.release)],
};
