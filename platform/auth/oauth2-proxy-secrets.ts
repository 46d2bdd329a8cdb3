import { isObject, type Json, type JsonObject, type Transform } from "../../manifests";
import { onPod, type PodParts } from "../components/environment-variables";
import { OIDC_CLIENT_ID } from "./sign-on";

const target = { kind: "Deployment", name: "oauth2-proxy", namespace: "oauth2-proxy" } as const;

/** The volume with the files, and where it is. */
const files = {
  name: "oauth2-proxy-secrets",
  mountPath: "/etc/oauth2-proxy-secrets",
  readOnly: true,
} as const;

/**
 * Variables with a secret, by the key of the Secret that has it, and the variable that names a file in its place
 * (oauth2-proxy 7.14, --client-secret-file and --cookie-secret-file; it reads the file as it is, so no line may end it).
 */
const secrets = [
  { key: "client-secret", variable: "OAUTH2_PROXY_CLIENT_SECRET", file: "OAUTH2_PROXY_CLIENT_SECRET_FILE" },
  { key: "cookie-secret", variable: "OAUTH2_PROXY_COOKIE_SECRET", file: "OAUTH2_PROXY_COOKIE_SECRET_FILE" },
] as const;

const CLIENT_ID = "OAUTH2_PROXY_CLIENT_ID";

/**
 * Gives oauth2-proxy its secrets as files: an environment is seen by whoever may run a command in the pod or read the
 * process, and handed on. The client's ID, which stands in every browser's address bar at sign-in, is a plain value.
 *
 * @throws Error where the release has it otherwise
 */
export const oauth2ProxySecrets: Transform = onPod(target, (parts) => {
  const { podSpec, container } = parts;
  const names = new Set([
    secretOf(parts, CLIENT_ID, "client-id"),
    ...secrets.map(({ variable, key }) => secretOf(parts, variable, key)),
  ]);
  const [secretName] = names;
  if (secretName === undefined || names.size > 1) {
    throw new Error(
      `Deployment/oauth2-proxy/oauth2-proxy of this release has its secrets in several Secrets`,
    );
  }
  const replaced = new Map<string, JsonObject>([
    [CLIENT_ID, { name: CLIENT_ID, value: OIDC_CLIENT_ID }],
    ...secrets.map(
      ({ key, variable, file }) => [variable, { name: file, value: `${files.mountPath}/${key}` }] as const,
    ),
  ]);
  const volume = {
    name: files.name,
    secret: { secretName, items: secrets.map(({ key }) => ({ key, path: key })) },
  };
  return {
    ...parts,
    podSpec: { ...podSpec, volumes: [...listOf(podSpec.volumes), volume] },
    container: {
      ...container,
      env: listOf(container.env).map((variable) => replaced.get(nameOf(variable)) ?? variable),
      volumeMounts: [...listOf(container.volumeMounts), { ...files }],
    },
  };
});

/** The Secret that a variable comes from, by the key that it has to be. Kustomize puts a hash behind its name. */
function secretOf({ container }: PodParts, name: string, key: string): string {
  const variable = listOf(container.env).find((each) => nameOf(each) === name);
  const from =
    isObject(variable) && isObject(variable.valueFrom) ? variable.valueFrom.secretKeyRef : undefined;
  if (!isObject(from) || from.key !== key || typeof from.name !== "string") {
    throw new Error(
      `Deployment/oauth2-proxy/oauth2-proxy of this release does not take ${name} from ${key} of a Secret`,
    );
  }
  return from.name;
}

function nameOf(variable: Json): string {
  return isObject(variable) && typeof variable.name === "string" ? variable.name : "";
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
