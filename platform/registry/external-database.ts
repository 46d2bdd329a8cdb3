import { isObject, type Json, type JsonObject, type Transform } from "../../manifests";
import { changePods } from "../components/pod-template";
import type { Setting } from "../part";
import { registryNamespace } from "./objects";

/** MySQL outside of the cluster. */
type Mysql = Extract<Setting["infra"]["database"], { kind: "mysql" }>;

/** The registry's own database on the server that Pipelines uses too. */
export const registryDatabase = "modelregistry";

/** The Secret with username and password that Pipelines has for the same server. */
const credentials = "mysql-secret";

/** Release 26.03's image for MySQL in the cluster, here for its client. */
const clientImage = "mysql:8.4";

const deployment = { kind: "Deployment", name: "model-registry-deployment", namespace: registryNamespace };

/**
 * Has the registry keep its models on MySQL outside of the cluster. Its database is made before it starts, as it makes
 * the tables in it but not the database (model-registry 0.3, internal/datastore/embedmd/mysql). Connections are
 * encrypted; the server's certificate is not compared, as the image doesn't know the authority that RDS has for itself.
 *
 * @throws Error where the release's Deployment is another
 */
export function externalDatabase({ host, port }: Mysql): Transform {
  const connection = `$(DBCONFIG_USER):$(DBCONFIG_PASSWORD)@tcp(${host}:${port})/${registryDatabase}`;
  const dsn = `--embedmd-database-dsn=${connection}?charset=utf8mb4&tls=skip-verify`;
  return changePods(deployment, (template) => {
    const spec = isObject(template.spec) ? template.spec : {};
    const metadata = isObject(template.metadata) ? template.metadata : {};
    const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
    const [container, ...others] = Array.isArray(spec.containers) ? spec.containers : [];
    // The server is no part of the mesh.
    const outside = { "traffic.sidecar.istio.io/excludeOutboundPorts": String(port) };
    return {
      ...template,
      metadata: { ...metadata, annotations: { ...annotations, ...outside } },
      spec: {
        ...spec,
        initContainers: [creation(host, port)],
        containers: [connected(container, dsn), ...others],
      },
    };
  });
}

function connected(container: Json | undefined, dsn: string): JsonObject {
  const args = isObject(container) && Array.isArray(container.args) ? container.args : [];
  const isDsn = (arg: Json) => typeof arg === "string" && arg.startsWith("--embedmd-database-dsn=");
  if (!isObject(container) || !args.some(isDsn)) {
    throw new Error("the model registry of this release doesn't take --embedmd-database-dsn");
  }
  const env = [secretVariable("DBCONFIG_USER", "username"), secretVariable("DBCONFIG_PASSWORD", "password")];
  return { ...container, env, args: args.map((arg) => (isDsn(arg) ? dsn : arg)) };
}

/** Makes the database where there is none. MySQL's client takes the password from MYSQL_PWD. */
function creation(host: string, port: number): JsonObject {
  const statement = `CREATE DATABASE IF NOT EXISTS ${registryDatabase} CHARACTER SET utf8mb4`;
  return {
    name: "create-database",
    image: clientImage,
    command: ["mysql"],
    args: [
      `--host=${host}`,
      `--port=${port}`,
      "--user=$(DBCONFIG_USER)",
      "--ssl-mode=REQUIRED",
      `--execute=${statement}`,
    ],
    env: [secretVariable("DBCONFIG_USER", "username"), secretVariable("MYSQL_PWD", "password")],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 999,
    },
  };
}

function secretVariable(name: string, key: string): JsonObject {
  return { name, valueFrom: { secretKeyRef: { name: credentials, key } } };
}
