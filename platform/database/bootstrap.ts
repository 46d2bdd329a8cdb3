import { createHash } from "node:crypto";
import type { Json, JsonObject, Manifest } from "../../manifests";
import { secretStore } from "../addons/external-secrets";
import { caFile, caVolume, caMount } from "./clients";
import { bootstrapScript, passwordVariable } from "./script";
import type { DatabaseServer } from "./server";
import type { DatabaseUser } from "./users";

/**
 * Image of the MySQL client: the one of the release's own MySQL, so that the image map and the lock know it
 * (components/pipelines of release 26.03; withoutMysql in clients.ts holds it against the release).
 */
export const mysqlImage = "mysql:8.4";

const namespace = "kubeflow";

/** Seconds that the job may take: on a new cluster a node is started for it first. */
const deadlineSeconds = 1200;

/** What {@link bootstrapObjects} is made from. */
export interface BootstrapArgs {
  /** The component that the databases belong to; names of the objects begin with it. */
  readonly component: string;
  readonly server: DatabaseServer;
  readonly users: readonly DatabaseUser[];
}

/**
 * What makes a component's databases and users before its servers start: the administrator's password, brought from
 * Secrets Manager by External Secrets for this alone, the users' Secrets (their content is known at run time only),
 * and a Job. Its name has a digest of what it runs, so that another script is another Job; a Job that ran stays, with
 * its log, until then.
 */
export function bootstrapObjects(args: BootstrapArgs): Manifest[] {
  const { component, server, users } = args;
  return [
    ...(server.caBundle === undefined ? [] : [caConfigMap(component, server.caBundle)]),
    administrator(component, server),
    ...users.map(({ secret }) => userSecret(component, secret)),
    job(args),
  ];
}

/** Secret with the administrator's name and password. RDS gives it another password every seven days. */
function administratorSecret(component: string): string {
  return `${component}-database-administrator`;
}

function administrator(component: string, { administratorArn }: DatabaseServer): Manifest {
  const name = administratorSecret(component);
  const field = (property: string) => ({
    secretKey: property,
    remoteRef: { key: administratorArn, property },
  });
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace, labels: labels(component) },
    spec: {
      refreshInterval: "1h0m0s",
      secretStoreRef: { ...secretStore },
      target: { name, creationPolicy: "Owner" },
      data: [field("username"), field("password")],
    },
  };
}

/** Empty here: overrides fill it in, and no controller does. */
function userSecret(component: string, name: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, labels: labels(component) },
    type: "Opaque",
  };
}

function caConfigMap(component: string, caBundle: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `${component}-database-ca`, namespace, labels: labels(component) },
    data: { [caFile.name]: caBundle },
  };
}

function job(args: BootstrapArgs): Manifest {
  const spec = jobSpec(args);
  const digest = createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 10);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${args.component}-database-${digest}`,
      namespace,
      labels: labels(args.component),
      annotations: { "pulumi.com/timeoutSeconds": String(deadlineSeconds) },
    },
    spec,
  };
}

function jobSpec({ component, server, users }: BootstrapArgs): JsonObject {
  const verified = server.caBundle !== undefined;
  return {
    // A server that is being started or fails over is asked again.
    backoffLimit: 6,
    activeDeadlineSeconds: deadlineSeconds,
    template: {
      metadata: {
        labels: {
          ...labels(component),
          // A proxy beside it would keep the Job from ending, and TLS is its own.
          "sidecar.istio.io/inject": "false",
        },
      },
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          // The image's mysql.
          runAsUser: 999,
          runAsGroup: 999,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "bootstrap",
            image: mysqlImage,
            imagePullPolicy: "IfNotPresent",
            command: ["bash", "-c", bootstrapScript(users, verified ? caFile.path : undefined)],
            env: environment(component, server, users),
            resources: {
              requests: { cpu: "20m", memory: "64Mi", "ephemeral-storage": "16Mi" },
              limits: { memory: "256Mi", "ephemeral-storage": "64Mi" },
            },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
            ...(verified ? { volumeMounts: [caMount] } : {}),
          },
        ],
        ...(verified ? { volumes: [caVolume(component)] } : {}),
      },
    },
  };
}

function environment(
  component: string,
  { host, port }: DatabaseServer,
  users: readonly DatabaseUser[],
): Json[] {
  const fromSecret = (name: string, secret: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  return [
    { name: "DATABASE_HOST", value: host },
    { name: "DATABASE_PORT", value: String(port) },
    fromSecret("ADMINISTRATOR", administratorSecret(component), "username"),
    fromSecret("MYSQL_PWD", administratorSecret(component), "password"),
    ...users.map((user) => fromSecret(passwordVariable(user), user.secret, "password")),
  ];
}

function labels(component: string): Record<string, string> {
  return { "app.kubernetes.io/name": `${component}-database`, "app.kubernetes.io/component": "database" };
}
