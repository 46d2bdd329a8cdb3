import type { Overrides, Transform } from "../../manifests";
import type { Credentials } from "../auth/credentials";
import { secretData } from "../auth/secret-data";
import { databaseRequirements, katibUsers, serverOf } from "../database";
import {
  katibDatabaseObjects,
  katibDatabaseTransforms,
  suggestionSettings,
  suggestionTransforms,
} from "../katib";
import type { Context, Setting } from "../part";
import type { Component } from "./component";
import { rolledOutWith } from "./rollout";

/**
 * Hyperparameter tuning: on MySQL by TLS where the environment has it; elsewhere with its in-cluster database, whose
 * password is generated.
 */
export const katib: Component = {
  name: "katib",
  title: "Katib",
  target: "applications/katib/upstream/installs/katib-with-kubeflow",
  requires: ["certManager", "istio", "kubeflowNamespace", "kubeflowRoles"],
  requiresHere: databaseRequirements,
  transforms: katibTransforms,
  additions: katibDatabaseObjects,
  overrides: katibSecrets,
};

function katibTransforms(setting: Setting): readonly Transform[] {
  const authorities = serverOf(setting)?.caBundle;
  return [
    ...katibDatabaseTransforms(setting),
    ...suggestionTransforms(setting),
    // The controller reads its configuration once.
    rolledOutWith(["katib-config"], suggestionSettings(setting)),
    ...(authorities === undefined ? [] : [rolledOutWith(["katib-database-ca"], authorities)]),
  ];
}

function katibSecrets(context: Context, credentials: Credentials): Overrides {
  const password = credentials.katibDatabase.result;
  const { name, secret } = katibUsers.katib;
  return serverOf(context) === undefined
    ? { "Secret/kubeflow/katib-mysql-secrets": secretData({ MYSQL_ROOT_PASSWORD: password }) }
    : { [`Secret/kubeflow/${secret}`]: secretData({ username: name, password }) };
}
