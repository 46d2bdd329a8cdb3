import type { Overrides } from "../../manifests";
import { secretData } from "../auth/secret-data";
import {
  databaseSecret,
  externalDatabase,
  inRegistryNamespace,
  registryNamespace,
  registryRoutes,
  withoutEmptyPassword,
} from "../registry";
import type { Component } from "./component";

const upstream = "applications/model-registry/upstream";

/**
 * Versions of models and where they are, over a REST API. Its models are kept in the database of the environment: one
 * of its own in the cluster, or a database of its own on the server that Pipelines uses, with the same credentials.
 */
export const modelRegistry: Component = {
  name: "modelRegistry",
  title: "Model Registry",
  target: ({ infra }) => (infra.database.kind === "mysql" ? `${upstream}/base` : `${upstream}/overlays/db`),
  requires: ["istio", "kubeflowNamespace"],
  requiresHere: ({ infra }) => (infra.database.kind === "mysql" ? ["pipelines"] : []),
  enabledByDefault: false,
  transforms: ({ infra }) => [
    inRegistryNamespace,
    infra.database.kind === "mysql" ? externalDatabase(infra.database) : withoutEmptyPassword,
  ],
  additions: () => registryRoutes,
  overrides: ({ infra }, credentials): Overrides => {
    if (infra.database.kind === "mysql") {
      return {};
    }
    const root = { MYSQL_USER_NAME: "root", MYSQL_ROOT_PASSWORD: credentials.modelRegistryDatabase.result };
    return { [`Secret/${registryNamespace}/${databaseSecret}`]: secretData(root) };
  },
};
