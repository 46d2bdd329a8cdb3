import { createHash } from "node:crypto";
import type { JsonObject, Manifest } from "../../manifests";
import { secretStore } from "../addons/external-secrets";
import { caFile, caVolume, caMount } from "./clients";
import { bootstrapScript, credentialFiles } from "./script";
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

/** User and group above 10000, as the platform's other programs that own nothing have it (platform/hardening). */
const NOBODY = 65532;

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
          // Nobody, on the node or in the image: `mysql` and bash read what everybody may, and write nothing.
          runAsUser: NOBODY,
          runAsGroup: NOBODY,
          // Whose group may read the credentials.
          fsGroup: NOBODY,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "bootstrap",
            image: mysqlImage,
            imagePullPolicy: "Always",
            command: ["bash", "-c", bootstrapScript(users, verified ? caFile.path : undefined)],
            env: [
              { name: "DATABASE_HOST", value: server.host },
              { name: "DATABASE_PORT", value: String(server.port) },
            ],
            resources: {
              requests: { cpu: "20m", memory: "64Mi", "ephemeral-storage": "16Mi" },
              limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" },
            },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
            volumeMounts: [credentialsMount, ...(verified ? [caMount] : [])],
          },
        ],
        volumes: [credentialsVolume(component, users), ...(verified ? [caVolume(component)] : [])],
      },
    },
  };
}

const credentialsMount = {
  name: "credentials",
  mountPath: credentialFiles.directory,
  readOnly: true,
};

/** The administrator's Secret and those of the users, at the paths that the script reads. */
function credentialsVolume(component: string, users: readonly DatabaseUser[]): JsonObject {
  const { administrator, passwordOf } = credentialFiles;
  const fields = ["username", "password"];
  return {
    name: credentialsMount.name,
    projected: {
      // Owner and group only.
      defaultMode: 0o440,
      sources: [
        {
          secret: {
            name: administratorSecret(component),
            items: fields.map((key) => ({ key, path: `${administrator}/${key}` })),
          },
        },
        ...users.map((user) => ({
          secret: { name: user.secret, items: [{ key: "password", path: passwordOf(user) }] },
        })),
      ],
    },
  };
}

function labels(component: string): Record<string, string> {
  return { "app.kubernetes.io/name": `${component}-database`, "app.kubernetes.io/component": "database" };
}
