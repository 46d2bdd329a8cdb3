import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { checkLabel } from "./names";
import type { PodDefault } from "./tenant-args";

/** What a shell takes for a variable's name. */
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The `spec` of a PodDefault (kubeflow.org/v1alpha1, CRD of release 26.03). It selects by the label of its name, as the
 * notebook spawner sets it for what people tick.
 */
export function podDefaultSpec({ name, description, environment, secrets, ...rest }: PodDefault) {
  const volumes = Object.entries(rest.volumes ?? {}).map(([mountPath, claimName]) => ({
    mountPath,
    claimName,
  }));
  const claims = [...new Set(volumes.map(({ claimName }) => claimName))];
  return {
    selector: { matchLabels: { [name]: "true" } },
    desc: description,
    ...some(
      "env",
      Object.entries(environment ?? {}).map(([key, value]) => ({ name: key, value })),
    ),
    ...some(
      "envFrom",
      (secrets ?? []).map((secret) => ({ secretRef: { name: secret } })),
    ),
    ...some(
      "volumeMounts",
      volumes.map(({ mountPath, claimName }) => ({ name: claimName, mountPath })),
    ),
    ...some(
      "volumes",
      claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })),
    ),
    ...(rest.labels === undefined ? {} : { labels: { ...rest.labels } }),
    ...(rest.annotations === undefined ? {} : { annotations: { ...rest.annotations } }),
  };
}

function some<T>(key: string, list: readonly T[]): Record<string, readonly T[]> {
  return list.length === 0 ? {} : { [key]: list };
}

/**
 * Checks the PodDefaults of a tenant.
 *
 * @throws UserError for a wrong or taken name, one that does nothing, a platform without the webhook that applies them
 */
export function checkPodDefaults(
  label: string,
  podDefaults: readonly PodDefault[],
  { components, tenants }: Pick<PlatformOutputs, "components" | "tenants">,
): void {
  if (podDefaults.length > 0 && !components.includes("admissionWebhook")) {
    throw new UserError(
      `${label}: podDefaults are applied by the platform component admissionWebhook, which is switched off`,
      "switch it on in kubeflow-platform:components, or take podDefaults out",
    );
  }
  const taken = new Map(
    tenants.objects
      .filter(({ kind }) => kind === "PodDefault")
      .map(({ metadata }) => [metadata.name, "the platform gives every tenant one of this name"]),
  );
  for (const one of podDefaults) {
    const what = `${label}: podDefault "${one.name}"`;
    checkLabel(what, one.name);
    const other = taken.get(one.name);
    if (other !== undefined) {
      throw new UserError(`${what}: ${other}`, "choose another name");
    }
    taken.set(one.name, "there are two of this name");
    checkContent(what, one);
  }
}

function checkContent(
  what: string,
  { name, description, environment, secrets, volumes, ...rest }: PodDefault,
): void {
  const parts = [environment, secrets, volumes, rest.labels, rest.annotations];
  if (description.trim() === "" || parts.every((part) => Object.keys(part ?? {}).length === 0)) {
    throw new UserError(
      `${what} needs a description for people and something that it gives to pods`,
      "give it environment, secrets, volumes, labels or annotations",
    );
  }
  const wrong = Object.keys(environment ?? {}).find((key) => !variable.test(key));
  if (wrong !== undefined) {
    throw new UserError(
      `${what}: "${wrong}" is no name of an environment variable: letters, digits and underscores, no digit first`,
    );
  }
  const folder = Object.keys(volumes ?? {}).find((path) => !path.startsWith("/") || path.includes(":"));
  if (folder !== undefined) {
    throw new UserError(`${what}: "${folder}" is no folder to mount a volume at; it begins with a slash`);
  }
  for (const claimName of Object.values(volumes ?? {})) {
    checkLabel(`${what}: volume "${claimName}"`, claimName);
  }
  if (name in (rest.labels ?? {})) {
    throw new UserError(`${what} sets the label by which it is chosen`, `take "${name}" out of its labels`);
  }
}
