import { withoutNetworkPolicyRights } from "../tenants";
import type { Component } from "./component";

/** The aggregated ClusterRoles kubeflow-admin, -edit and -view that contributors of a profile are bound to. */
export const kubeflowRoles: Component = {
  name: "kubeflowRoles",
  title: "Kubeflow roles",
  target: "common/kubeflow-roles/base",
  requires: [],
  transforms: ({ config }) => (config.tenants.networkPolicies ? [withoutNetworkPolicyRights] : []),
};
