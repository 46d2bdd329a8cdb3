import { databaseRequirements } from "../database";
import { pipelinesObjects, pipelinesSecrets, pipelinesTransforms } from "../pipelines";
import { profileControllerTransforms } from "../tenants";
import type { Component } from "./component";

/**
 * Kubeflow Pipelines: on S3 and MySQL where the environment has them, without a key and by TLS; elsewhere with its
 * in-cluster object store and database, whose credentials are generated.
 */
export const pipelines: Component = {
  name: "pipelines",
  title: "Kubeflow Pipelines",
  target: ({ config }) =>
    config.pipelines.definitions === "kubernetes"
      ? "applications/pipeline/upstream/env/cert-manager/platform-agnostic-multi-user-k8s-native"
      : "applications/pipeline/overlays",
  requires: ["certManager", "istio", "kubeflowNamespace", "kubeflowRoles"],
  requiresHere: databaseRequirements,
  transforms: (context) => [...profileControllerTransforms(context), ...pipelinesTransforms(context)],
  additions: pipelinesObjects,
  overrides: pipelinesSecrets,
};
