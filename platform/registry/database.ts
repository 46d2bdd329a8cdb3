import { type Json, type JsonObject, type Manifest, type Transform } from "../../manifests";
import { changeConfigMap } from "../components/config-map";
import { onPod } from "../components/environment-variables";
import {
  bootstrapObjects,
  type DatabaseServer,
  goTls,
  registryUsers,
  serverOf,
  trustDatabase,
} from "../database";
import type { Setting } from "../part";
import { registryNamespace } from "./objects";

const component = "model-registry";
const user = registryUsers.registry;
const deployment = { kind: "Deployment", name: "model-registry-deployment", namespace: registryNamespace };

/** Upstream's: lets root in without a password, beside the one that it has. */
const emptyPassword = "MYSQL_ALLOW_EMPTY_PASSWORD";

/** The Secret with the password of the in-cluster database's root, which is generated. */
export const inClusterSecret = "model-registry-db-secrets";

/**
 * Has the registry keep its models where the environment has MySQL: outside of the cluster, by TLS, in a database and
 * as a user of its own; else in the release's own MySQL, without the way in that needs no password.
 *
 * @throws Error where the release's objects are others
 */
export function registryDatabaseTransforms(setting: Setting): readonly Transform[] {
  const server = serverOf(setting);
  return server === undefined
    ? [withoutEmptyPassword]
    : [connectedTo(server), trustDatabase(deployment, component, server)];
}

/** What makes the database before the registry starts; nothing where it is in the cluster. */
export function registryDatabaseObjects(setting: Setting): Manifest[] {
  const server = serverOf(setting);
  return server === undefined
    ? []
    : bootstrapObjects({ component, server, users: Object.values(registryUsers) });
}

/** The release's own MySQL lets nobody in without a password. */
export const withoutEmptyPassword: Transform = changeConfigMap(
  { name: "model-registry-db-parameters", namespace: registryNamespace },
  ({ [emptyPassword]: empty, ...texts }) => {
    if (empty === undefined) {
      throw new Error(`the model registry's database of this release has no ${emptyPassword} to take away`);
    }
    return texts;
  },
);

/**
 * The registry makes its tables itself (model-registry 0.3, internal/datastore/embedmd/mysql). Its own flags for TLS
 * are left alone: they would put a second `tls=` behind that of the address.
 */
function connectedTo(server: DatabaseServer): Transform {
  const [database] = user.databases;
  const address = `$(DBCONFIG_USER):$(DBCONFIG_PASSWORD)@tcp(${server.host}:${server.port})/${database}`;
  const dsn = `--embedmd-database-dsn=${address}?charset=utf8mb4&tls=${goTls(server)}`;
  return onPod(deployment, ({ podSpec, container, annotations }) => ({
    podSpec,
    container: { ...container, args: withDsn(container, dsn), env: variables() },
    // The server is no part of the mesh.
    annotations: { ...annotations, "traffic.sidecar.istio.io/excludeOutboundPorts": String(server.port) },
  }));
}

function withDsn({ args }: JsonObject, dsn: string): Json[] {
  const before = Array.isArray(args) ? args : [];
  const isDsn = (arg: Json) => typeof arg === "string" && arg.startsWith("--embedmd-database-dsn=");
  if (!before.some(isDsn)) {
    throw new Error("the model registry of this release doesn't take --embedmd-database-dsn");
  }
  return before.map((arg) => (isDsn(arg) ? dsn : arg));
}

/** Upstream reads user, host and database of Pipelines; nothing of that is used. */
function variables(): JsonObject[] {
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: user.secret, key } },
  });
  return [fromSecret("DBCONFIG_USER", "username"), fromSecret("DBCONFIG_PASSWORD", "password")];
}
