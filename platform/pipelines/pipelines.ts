import type { Json, Manifest, Overrides, Transform } from "../../manifests";
import type { Credentials } from "../auth/credentials";
import { secretData } from "../auth/secret-data";
import { rolledOutWith } from "../components/rollout";
import { pipelinesUsers, serverOf } from "../database";
import type { Context, Setting } from "../part";
import { artifactProxyObjects } from "./artifact-proxy";
import { objectStoreSecret, s3Of } from "./artifacts";
import { behaviourTransforms } from "./behaviour";
import { databaseObjects, databaseTransforms } from "./database";
import { metadataSecret } from "./metadata";

import { objectStoreTransforms } from "./store";

/** Changes to the release's Kubeflow Pipelines. */
export function pipelinesTransforms(setting: Setting): readonly Transform[] {
  const { pipelines } = setting.config;
  const elsewhere = configurationOf(setting);
  return [
    ...objectStoreTransforms(setting),
    ...databaseTransforms(setting),
    ...behaviourTransforms(pipelines),
    ...(elsewhere === undefined
      ? []
      : [rolledOutWith(["pipeline-install-config", pipelinesUsers.metadata.secret], elsewhere)]),
  ];
}

/** Objects of ours for Kubeflow Pipelines. */
export function pipelinesObjects(setting: Setting): Manifest[] {
  return [...databaseObjects(setting), ...artifactProxyObjects(setting)];
}

/** Content of the Secrets of Kubeflow Pipelines. */
export function pipelinesSecrets(context: Context, credentials: Credentials): Overrides {
  const server = serverOf(context);
  const { pipelines, metadata } = pipelinesUsers;
  return {
    [`Secret/kubeflow/${pipelines.secret}`]: secretData({
      username: server === undefined ? "root" : pipelines.name,
      password: credentials.pipelinesDatabase.result,
    }),
    ...(server === undefined
      ? {}
      : {
          [`Secret/kubeflow/${metadata.secret}`]: secretData(
            metadataSecret(server, credentials.metadataDatabase.result),
          ),
        }),
    ...(s3Of(context.infra) === undefined
      ? {
          [`Secret/kubeflow/${objectStoreSecret}`]: secretData({
            accesskey: credentials.objectStoreAccessKey.result,
            secretkey: credentials.objectStoreSecretKey.result,
          }),
        }
      : {}),
  };
}

/** What pods of Kubeflow Pipelines read when they start; undefined where all of it is the release's own. */
function configurationOf(setting: Setting): Json | undefined {
  const s3 = s3Of(setting.infra);
  const server = serverOf(setting);
  return s3 === undefined && server === undefined
    ? undefined
    : {
        s3: s3 ?? null,
        database: server === undefined ? null : [server.host, server.port, server.caBundle ?? ""],
      };
}
