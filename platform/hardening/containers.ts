import { isObject, type Json, type JsonObject } from "../../manifests";
import type { ContainerRow, Probe, User } from "./row";
import { resourcesOf } from "./sizes";

/**
 * User and group of containers that own nothing: distroless images' `nonroot`. Above 10000, so that it is nobody on
 * the node, where a process that escapes its container would be the same number.
 */
const NOBODY = 65532;

/** Where programs look for the token of their service account. */
const TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The volume that holds the token, in pods where a container has it. */
export const TOKEN_VOLUME = "kube-api-access";

/** Most that a temporary folder holds. The pod is evicted where it holds more. */
const FOLDER_LIMIT = "1Gi";

/** A container as its row says, and the volumes that it needs. */
export interface HardenedContainer {
  readonly container: JsonObject;
  readonly volumes: readonly JsonObject[];
}

/**
 * Applies a row to a container of the release.
 *
 * @param where names the container in messages
 * @throws Error where the release has by now what the row adds
 */
export function hardenContainer(container: JsonObject, row: ContainerRow, where: string): HardenedContainer {
  const folders = row.writes.kind === "folders" ? row.writes.folders : [];
  const mounts = listOf(container.volumeMounts);
  for (const folder of [...folders, ...(row.token ? [TOKEN_FOLDER] : [])]) {
    if (mounts.some(({ mountPath }) => mountPath === folder)) {
      throw new Error(`${where} mounts ${folder} in this release, which platform/hardening/rows mounts too`);
    }
  }
  const variables = Object.entries(row.environment ?? {}).map(([name, value]) => ({ name, value }));
  const before = listOf(container.env);
  const set = variables.filter(({ name }) => before.some((variable) => variable.name === name));
  if (set.length > 0) {
    throw new Error(
      `${where} has ${set.map(({ name }) => name).join(", ")} in this release, which platform/hardening/rows sets`,
    );
  }
  const volumes = folders.map((folder) => ({
    name: volumeName(nameOf(container), folder),
    emptyDir: { sizeLimit: FOLDER_LIMIT },
  }));
  const added: JsonObject[] = [
    ...volumes.map(({ name }, index) => ({ name, mountPath: folders[index] ?? "" })),
    ...(row.token ? [{ name: TOKEN_VOLUME, mountPath: TOKEN_FOLDER, readOnly: true }] : []),
  ];
  return {
    container: {
      ...container,
      imagePullPolicy: "Always",
      resources: resourcesOf(row.size),
      securityContext: securityContext(container.securityContext, row),
      ...probes(container, row, where),
      ...(variables.length === 0 ? {} : { env: [...before, ...variables] }),
      ...(mounts.length + added.length === 0 ? {} : { volumeMounts: [...mounts, ...added] }),
    },
    volumes,
  };
}

function securityContext(upstream: Json | undefined, { user, writes }: ContainerRow): JsonObject {
  return {
    ...(isObject(upstream) && upstream),
    allowPrivilegeEscalation: false,
    // Upstream adds capabilities to one container, which has no row of this kind.
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    readOnlyRootFilesystem: writes.kind === "folders",
    ...identity(user),
  };
}

function identity(user: User): JsonObject {
  if (user.kind === "nobody") {
    return { runAsUser: NOBODY, runAsGroup: NOBODY };
  }
  return user.id === undefined ? {} : { runAsUser: user.id, runAsGroup: user.id };
}

/** A readiness probe is only added: one that upstream has knows more. */
function probes(container: JsonObject, { liveness, readiness }: ContainerRow, where: string): JsonObject {
  if (readiness !== undefined && container.readinessProbe !== undefined) {
    throw new Error(`${where} has a readiness probe in this release, which platform/hardening/rows adds`);
  }
  return {
    ...(readiness === undefined ? {} : { readinessProbe: probe(readiness) }),
    ...(liveness === undefined ? {} : { livenessProbe: probe(liveness) }),
  };
}

function probe({ periodSeconds, failureThreshold, ...action }: Probe): JsonObject {
  return {
    ...handler(action),
    ...(periodSeconds === undefined ? {} : { periodSeconds }),
    ...(failureThreshold === undefined ? {} : { failureThreshold }),
    // The server's default of one second fails under load on busy nodes.
    timeoutSeconds: 5,
  };
}

function handler(action: Probe): JsonObject {
  if ("http" in action) {
    return { httpGet: { path: action.http, port: action.port } };
  }
  return "tcp" in action ? { tcpSocket: { port: action.tcp } } : { grpc: { port: action.grpc } };
}

function volumeName(container: string, folder: string): string {
  return `${container}${folder.replace(/[^a-z0-9]+/g, "-")}`;
}

/** The name of a container. */
export function nameOf({ name }: JsonObject): string {
  return typeof name === "string" ? name : "";
}

/** The objects of a list; none where there is no list. */
export function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isObject(item)) : [];
}

/** The token of a service account as the API server itself mounts it, for pods that don't mount it everywhere. */
export const tokenVolume: JsonObject = {
  name: TOKEN_VOLUME,
  projected: {
    defaultMode: 420,
    sources: [
      // The lifetime that the API server gives its own; kubelet renews it.
      { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      {
        downwardAPI: {
          items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
        },
      },
    ],
  },
};
