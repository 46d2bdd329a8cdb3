import { isObject, type Json, type JsonObject, on, type Transform } from "../../manifests";
import { onPod, type PodParts, type WorkloadTarget } from "../components/environment-variables";
import type { DatabaseServer } from "./server";

const directory = "/etc/kubeflow-on-aws/database";

/** Where pods find the authorities of the database. */
export const caFile = { name: "ca.pem", path: `${directory}/ca.pem`, directory } as const;

const volumeName = "database-ca";

/** Mount of {@link caVolume}. */
export const caMount = { name: volumeName, mountPath: directory, readOnly: true } as const;

/** The volume with the ConfigMap of a component's `<component>-database-ca`. */
export function caVolume(component: string): JsonObject {
  return { name: volumeName, configMap: { name: `${component}-database-ca` } };
}

/**
 * How go-sql-driver/mysql is told to use TLS: `true` checks certificate and host name, `skip-verify` encrypts only
 * (https://pkg.go.dev/github.com/go-sql-driver/mysql, parameter `tls`).
 */
export function goTls({ caBundle }: Pick<DatabaseServer, "caBundle">): "true" | "skip-verify" {
  return caBundle === undefined ? "skip-verify" : "true";
}

/**
 * Mounts the database's authorities into a workload's first container. Programs in Go read the folder beside the
 * authorities of their image, which they need for AWS: SSL_CERT_DIR takes the place of the system's folders, not of its
 * file (Go, crypto/x509/root_unix.go). Without authorities nothing changes.
 */
export function trustDatabase(
  target: WorkloadTarget,
  component: string,
  { caBundle }: Pick<DatabaseServer, "caBundle">,
): Transform {
  return onPod(target, (parts) => (caBundle === undefined ? parts : withAuthorities(parts, component)));
}

function withAuthorities({ podSpec, container, annotations }: PodParts, component: string): PodParts {
  return {
    podSpec: { ...podSpec, volumes: [...listOf(podSpec.volumes), caVolume(component)] },
    container: {
      ...container,
      env: [...listOf(container.env), { name: "SSL_CERT_DIR", value: directory }],
      volumeMounts: [...listOf(container.volumeMounts), { ...caMount }],
    },
    annotations,
  };
}

/**
 * Leaves the release's own MySQL out.
 *
 * @param image the image that it has to have, as the client of the same image takes its place
 * @throws Error where the release's MySQL has another one
 */
export function withoutMysql(target: WorkloadTarget, image: string): Transform {
  return on(target, (manifest) => {
    const { spec } = manifest;
    const template = isObject(spec) ? spec.template : undefined;
    const podSpec = isObject(template) ? template.spec : undefined;
    const containers = isObject(podSpec) ? listOf(podSpec.containers) : [];
    if (!containers.some((container) => isObject(container) && container.image === image)) {
      throw new Error(
        `${target.kind}/${target.namespace}/${target.name} of this release does not run ${image} any more: set mysqlImage in platform/database/bootstrap.ts to what it runs`,
      );
    }
    return undefined;
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
