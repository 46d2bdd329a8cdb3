import { secretData } from "../auth/secret-data";
import type { Component } from "./component";
import { setEnvironment } from "./environment-variables";

/** Hyperparameter tuning with its in-cluster database, whose password is generated. */
export const katib: Component = {
  name: "katib",
  title: "Katib",
  target: "applications/katib/upstream/installs/katib-with-kubeflow",
  requires: ["certManager", "istio", "kubeflowNamespace", "kubeflowRoles"],
  transforms: () => [
    // Upstream sets a password and allows an empty one beside it.
    setEnvironment(
      { kind: "Deployment", name: "katib-mysql", namespace: "kubeflow" },
      { MYSQL_ALLOW_EMPTY_PASSWORD: undefined },
    ),
  ],
  overrides: (_context, credentials) => ({
    "Secret/kubeflow/katib-mysql-secrets": secretData({
      MYSQL_ROOT_PASSWORD: credentials.katibDatabase.result,
    }),
  }),
};
