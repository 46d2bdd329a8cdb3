import { type Json, type Manifest, type Transform, without } from "../../manifests";
import { onPod, setEnvironment } from "../components/environment-variables";
import {
  bootstrapObjects,
  type DatabaseServer,
  goTls,
  mysqlImage,
  pipelinesUsers,
  serverOf,
  trustDatabase,
  withoutMysql,
} from "../database";
import type { Setting } from "../part";
import { metadataTransforms } from "./metadata";
import { inKubeflow, withData } from "./objects";

const component = "pipelines";
const apiServer = inKubeflow({ kind: "Deployment", name: "ml-pipeline" });
const cacheServer = inKubeflow({ kind: "Deployment", name: "cache-server" });
const mysql = inKubeflow({ kind: "Deployment", name: "mysql" });

/** What the release has for its own database, but for the Deployment. */
const inClusterObjects = [
  { kind: "Service", name: "mysql" },
  { kind: "PersistentVolumeClaim", name: "mysql-pv-claim" },
  { kind: "ServiceAccount", name: "mysql" },
  { kind: "DestinationRule", name: "ml-pipeline-mysql" },
  { kind: "AuthorizationPolicy", name: "mysql" },
].map(inKubeflow);

/** Kubeflow Pipelines on MySQL by TLS; where the database is in the cluster it only gets a password. */
export function databaseTransforms(setting: Setting): readonly Transform[] {
  const server = serverOf(setting);
  return server === undefined ? [passwordForRoot] : onServer(server);
}

/** What makes the databases before the servers start; nothing where the database is in the cluster. */
export function databaseObjects(setting: Setting): Manifest[] {
  const server = serverOf(setting);
  if (server === undefined) {
    return [];
  }
  const users = Object.values(pipelinesUsers);
  // The Secret of the first user is the release's own.
  const released = `Secret/${pipelinesUsers.pipelines.secret}`;
  return bootstrapObjects({ component, server, users }).filter(
    ({ kind, metadata }) => `${kind}/${metadata.name}` !== released,
  );
}

/** Upstream's MySQL lets root in without a password. */
const passwordForRoot = setEnvironment(mysql, {
  MYSQL_ALLOW_EMPTY_PASSWORD: undefined,
  MYSQL_ROOT_PASSWORD: { valueFrom: { secretKeyRef: { name: "mysql-secret", key: "password" } } },
});

function onServer(server: DatabaseServer): readonly Transform[] {
  const { host } = server;
  const port = String(server.port);
  const parameters = JSON.stringify({ tls: goTls(server) });
  return [
    withoutMysql(mysql, mysqlImage),
    ...inClusterObjects.map(without),
    // Some programs read the one pair of keys, some the other.
    withData("pipeline-install-config", { dbHost: host, dbPort: port, mysqlHost: host, mysqlPort: port }),
    // backend/src/apiserver/client_manager/client_manager.go and backend/src/cache/main.go of KFP 2.16.0.
    setEnvironment(apiServer, { DBCONFIG_MYSQLCONFIG_EXTRAPARAMS: { value: parameters } }),
    trustDatabase(apiServer, component, server),
    onPod(cacheServer, ({ container, ...parts }) => {
      const args: readonly Json[] = Array.isArray(container.args) ? container.args : [];
      if (!args.some((arg) => typeof arg === "string" && arg.startsWith("--db_host="))) {
        throw new Error("Deployment/kubeflow/cache-server of this release takes no --db_host");
      }
      return { ...parts, container: { ...container, args: [...args, `--db_extra_params=${parameters}`] } };
    }),
    trustDatabase(cacheServer, component, server),
    ...metadataTransforms(server),
  ];
}
