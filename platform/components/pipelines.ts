import { secretData } from "../auth/secret-data";
import { profileControllerTransforms } from "../tenants";
import type { Component } from "./component";
import { setEnvironment } from "./environment-variables";

/** Kubeflow Pipelines with its in-cluster object store and database, whose credentials are generated. */
export const pipelines: Component = {
  name: "pipelines",
  title: "Kubeflow Pipelines",
  target: ({ config }) =>
    config.pipelines.definitions === "kubernetes"
      ? "applications/pipeline/upstream/env/cert-manager/platform-agnostic-multi-user-k8s-native"
      : "applications/pipeline/overlays",
  requires: ["certManager", "istio", "kubeflowNamespace", "kubeflowRoles"],
  transforms: (context) => [
    ...profileControllerTransforms(context),
    // Upstream's MySQL lets root in without a password.
    setEnvironment(
      { kind: "Deployment", name: "mysql", namespace: "kubeflow" },
      {
        MYSQL_ALLOW_EMPTY_PASSWORD: undefined,
        MYSQL_ROOT_PASSWORD: { valueFrom: { secretKeyRef: { name: "mysql-secret", key: "password" } } },
      },
    ),
  ],
  overrides: (_context, credentials) => ({
    "Secret/kubeflow/mysql-secret": secretData({
      username: "root",
      password: credentials.pipelinesDatabase.result,
    }),
    "Secret/kubeflow/mlpipeline-minio-artifact": secretData({
      accesskey: credentials.objectStoreAccessKey.result,
      secretkey: credentials.objectStoreSecretKey.result,
    }),
  }),
};
