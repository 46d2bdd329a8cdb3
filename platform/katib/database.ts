import type { Manifest, Transform } from "../../manifests";
import { without } from "../../manifests";
import { replaceEnvironment, setEnvironment } from "../components/environment-variables";
import {
  bootstrapObjects,
  type DatabaseServer,
  goTls,
  katibUsers,
  serverOf,
  trustDatabase,
} from "../database";
import type { Setting } from "../part";

const component = "katib";
const namespace = "kubeflow";
const mysql = { kind: "Deployment", name: "katib-mysql", namespace };
const manager = { kind: "Deployment", name: "katib-db-manager", namespace };

/** What the release has for Katib's own database. */
const inClusterObjects = [
  mysql,
  { kind: "Service", name: "katib-mysql", namespace },
  { kind: "PersistentVolumeClaim", name: "katib-mysql", namespace },
  { kind: "Secret", name: "katib-mysql-secrets", namespace },
];

/**
 * Katib on MySQL by TLS. Upstream's overlay katib-external-db is made for Katib alone: it lacks the sidecars, routes,
 * roles and certificates of katib-with-kubeflow, so the latter is changed instead.
 */
export function katibDatabaseTransforms(setting: Setting): readonly Transform[] {
  const server = serverOf(setting);
  // Upstream sets a password and allows an empty one beside it.
  return server === undefined
    ? [setEnvironment(mysql, { MYSQL_ALLOW_EMPTY_PASSWORD: undefined })]
    : onServer(server);
}

/** What makes the database before its manager starts; nothing where it is in the cluster. */
export function katibDatabaseObjects(setting: Setting): Manifest[] {
  const server = serverOf(setting);
  return server === undefined
    ? []
    : bootstrapObjects({ component, server, users: Object.values(katibUsers) });
}

function onServer(server: DatabaseServer): readonly Transform[] {
  const { name, secret } = katibUsers.katib;
  return [
    ...inClusterObjects.map(without),
    replaceEnvironment(manager, {
      DB_PASSWORD: { valueFrom: { secretKeyRef: { name: secret, key: "password" } } },
    }),
    setEnvironment(manager, {
      DB_USER: { value: name },
      KATIB_MYSQL_DB_HOST: { value: server.host },
      KATIB_MYSQL_DB_PORT: { value: String(server.port) },
      KATIB_MYSQL_DB_DATABASE: { value: databaseWithParameters(server) },
    }),
    trustDatabase(manager, component, server),
  ];
}

/**
 * The database's name with connection parameters behind it: Katib 0.19.0 has no field for TLS, and puts the name as it
 * is into `<user>:<password>@tcp(<host>:<port>)/<name>?timeout=5s` (pkg/db/v1beta1/mysql/mysql.go). go-sql-driver
 * (1.5.0 here; 1.9.2 reads it the same way) takes what is behind the first `?` for parameters. What Katib appends
 * becomes the end of the last one, so that is a list of character sets, of which the first that the server knows is
 * taken: `charset=utf8mb4,?timeout=5s`. Weighed against a proxy that speaks TLS beside it, this needs no further
 * image, no further process and no certificate of our own, and certificates are checked by the program itself.
 */
export function databaseWithParameters(server: Pick<DatabaseServer, "caBundle">): string {
  const [database] = katibUsers.katib.databases;
  return `${database}?timeout=5s&tls=${goTls(server)}&charset=utf8mb4,`;
}
