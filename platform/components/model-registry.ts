import type { Overrides } from "../../manifests";
import type { Credentials } from "../auth/credentials";
import { secretData } from "../auth/secret-data";
import { databaseRequirements, registryUsers, serverOf } from "../database";
import type { Context } from "../part";
import {
  inClusterSecret,
  inRegistryNamespace,
  registryDatabaseObjects,
  registryDatabaseTransforms,
  registryNamespace,
  registryRoutes,
} from "../registry";
import type { Component } from "./component";
import { rolledOutWith } from "./rollout";

const upstream = "applications/model-registry/upstream";

/**
 * Versions of models and where they are, over a REST API: on MySQL by TLS where the environment has it; elsewhere with
 * its in-cluster database, whose password is generated.
 */
export const modelRegistry: Component = {
  name: "modelRegistry",
  title: "Model Registry",
  target: (setting) => `${upstream}/${setting.infra.database.kind === "mysql" ? "base" : "overlays/db"}`,
  requires: ["istio", "kubeflowNamespace"],
  requiresHere: databaseRequirements,
  enabledByDefault: false,
  transforms: (context) => {
    const authorities = serverOf(context)?.caBundle;
    return [
      inRegistryNamespace,
      ...registryDatabaseTransforms(context),
      ...(authorities === undefined ? [] : [rolledOutWith(["model-registry-database-ca"], authorities)]),
    ];
  },
  additions: (context) => [...registryDatabaseObjects(context), ...registryRoutes],
  overrides: registrySecrets,
};

function registrySecrets(context: Context, credentials: Credentials): Overrides {
  const password = credentials.modelRegistryDatabase.result;
  const { name, secret } = registryUsers.registry;
  return serverOf(context) === undefined
    ? {
        [`Secret/${registryNamespace}/${inClusterSecret}`]: secretData({
          MYSQL_USER_NAME: "root",
          MYSQL_ROOT_PASSWORD: password,
        }),
      }
    : { [`Secret/${registryNamespace}/${secret}`]: secretData({ username: name, password }) };
}
