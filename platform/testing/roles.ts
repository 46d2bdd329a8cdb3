import assert from "node:assert/strict";
import { isObject, type Json, type Manifest, objectKey, objectOf } from "../../manifests";
import { catalogue, componentNames } from "../components";
import { targetsOf } from "../objects";
import { renderedRelease } from "./release";
import { localInfra, settingOf } from "./settings";

/** A kind of objects by the names that roles give it. */
export interface Kind {
  readonly group: string;
  readonly resource: string;
}

/** The verbs by which an object gets to say something else. */
export const writing: readonly string[] = ["create", "update", "patch"];

/**
 * All objects of a release, before the platform's changes.
 *
 * @returns why this machine can't, where it can't (see {@link renderedRelease})
 */
export async function renderedManifests(release: string): Promise<readonly Manifest[] | string> {
  const setting = settingOf(localInfra, { release });
  const targets = componentNames.flatMap((name) => targetsOf(catalogue[name], setting));
  const rendered = await renderedRelease(release, targets);
  return typeof rendered === "string"
    ? rendered
    : [...rendered.values()].flatMap((component) => component.manifests);
}

/** Keys of the roles that give one of the verbs for a kind, in order. */
export function holders(manifests: readonly Manifest[], kind: Kind, verbs: readonly string[]): string[] {
  return manifests
    .filter((manifest) => rulesOf(manifest).some((rule) => gives(rule, kind, verbs)))
    .map(objectKey)
    .sort();
}

/** Roles that become part of what people and pods may do in a tenant's namespace. */
export function tenantRoles(manifests: readonly Manifest[]): Manifest[] {
  const aggregated = /\/aggregate-to-(kubeflow-)?(admin|edit|view)$/;
  return manifests.filter(({ metadata }) =>
    Object.keys(metadata.labels ?? {}).some((label) => aggregated.test(label)),
  );
}

/** The service account that a Deployment's pods run as. */
export function accountOf(manifests: readonly Manifest[], namespace: string, name: string): string {
  const deployment = manifests.find((manifest) => objectKey(manifest) === `Deployment/${namespace}/${name}`);
  const { serviceAccountName } = objectOf(objectOf(objectOf(deployment?.spec).template).spec);
  assert.ok(typeof serviceAccountName === "string", `${namespace}/${name} names no account`);
  return serviceAccountName;
}

/** Whether an account has a ClusterRole in all namespaces. */
export function isBound(manifests: readonly Manifest[], role: string, account: string): boolean {
  return manifests.some(
    ({ kind, roleRef, subjects }) =>
      kind === "ClusterRoleBinding" &&
      objectOf(roleRef).name === role &&
      JSON.stringify(subjects).includes(`"${account}"`),
  );
}

/** Rules of a role; of any other object none. */
export function rulesOf({ kind, rules }: Manifest): Json[] {
  return (kind === "ClusterRole" || kind === "Role") && Array.isArray(rules) ? rules : [];
}

/** What a rule lists in one of its fields. */
export function textsOf(rule: Json, field: string): string[] {
  const value = isObject(rule) ? rule[field] : undefined;
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}

function gives(rule: Json, { group, resource }: Kind, verbs: readonly string[]): boolean {
  const has = (field: string, ...wanted: readonly string[]) =>
    textsOf(rule, field).some((text) => text === "*" || wanted.includes(text));
  return has("apiGroups", group) && has("resources", resource) && has("verbs", ...verbs);
}
