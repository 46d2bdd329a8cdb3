import {
  isServedVersion,
  type KubeObject,
  nameOfVersion,
  nameWithNamespace,
  refOf,
  storedVersion,
  versionNamed,
  versionsOf,
} from "../../kube";
import { compareDefinition, type DefinitionChange, type StricterField, valuesAt } from "../../manifests";
import { type Conversion, conversionsOf } from "../../manifests/crds/conversions";
import { migrationOf } from "../../manifests/crds/migrate";
import { at, isObject, type JsonObject, objectOf, textOf } from "../../plugin/json";
import { isChecked, violations } from "./schema-check";

/** Objects of a kind that something happens to: `<namespace>/<name>`, sorted. */
export type Names = readonly string[];

/** What an upgrade does with the objects of one definition. */
export interface DefinitionEffects {
  /** Such as `trainjobs.trainer.kubeflow.org`. */
  readonly name: string;
  readonly kind: string;
  /** Every object is written anew, as versions are lost. */
  readonly migration?: { readonly lost: readonly string[]; readonly to: string };
  /** Fields that the definition no longer has. */
  readonly lostFields: readonly string[];
  /** How many objects there are; undefined where nobody could be asked, or nothing had to be. */
  readonly objects: number | undefined;
  /** Whether only so many of more were looked at. */
  readonly more: boolean;
  readonly converted: readonly { readonly text: string; readonly objects: Names }[];
  /** What live objects have in fields that go, and no conversion keeps. */
  readonly lost: readonly { readonly path: string; readonly objects: Names }[];
  /** What live objects have that the definition no longer takes: their next change is refused. */
  readonly refused: readonly { readonly path: string; readonly what: string; readonly objects: Names }[];
  /** What it is stricter about and live objects were not held against. */
  readonly unchecked: readonly string[];
  /** Fields that only the new definition has: what is written there is lost on the way back, but for what is converted. */
  readonly onlyAfter: readonly string[];
  /** Whether the old definition could be applied again. */
  readonly wayBack: boolean;
}

/** A definition and the one that takes its place. */
export interface DefinitionPair {
  /** As it is in the cluster, or as it was applied. */
  readonly before: KubeObject;
  readonly after: KubeObject;
}

/** What the cluster has of a kind, by the version in which it was asked for. */
export interface SeenObjects {
  readonly byVersion: ReadonlyMap<string, readonly KubeObject[]>;
  /** Whether there are more, which were not looked at. */
  readonly more: boolean;
}

/** In which versions objects have to be looked at; none where nothing can happen to them. */
export function versionsToLookAt({ before, after }: DefinitionPair): readonly string[] {
  const change = compareDefinition(before, after);
  const versions = new Set([
    ...spoken(change).map(({ version }) => version),
    ...strictly(change).map(({ version }) => version),
  ]);
  if (versions.size === 0 && migrationOf(before, after) !== undefined) {
    const served = versionsOf(before).find(isServedVersion);
    versions.add(textOf(at(served, "name")));
  }
  return [...versions].filter((version) => isServedVersion(versionNamed(before, version)));
}

/**
 * What happens to the objects of a definition.
 *
 * @param seen what the cluster has; undefined where it can't be asked
 * @param own  `<kind> <namespace>/<name>` of objects that come anew with the release
 */
export function effectsOf(
  pair: DefinitionPair,
  seen: SeenObjects | undefined,
  own: ReadonlySet<string>,
): DefinitionEffects {
  const change = compareDefinition(pair.before, pair.after);
  const back = compareDefinition(pair.after, pair.before);
  const migration = migrationOf(pair.before, pair.after);
  const conversions = conversionsOf(change);
  const found = new Found();
  const names = new Set<string>();
  for (const [version, objects] of seen?.byVersion ?? []) {
    for (const object of objects) {
      const name = nameWithNamespace(refOf(object));
      names.add(name);
      if (!own.has(`${change.kind} ${name}`)) {
        lookAt(object, version, { change, conversions, after: pair.after, found });
      }
    }
  }
  const fields = (of: DefinitionChange) => [...new Set(spoken(of).map(({ path }) => path))];
  const unchecked = strictly(change).filter(({ what }) => !isChecked(what));
  return {
    name: change.name,
    kind: change.kind,
    ...(migration !== undefined && { migration: { lost: migration.lost, to: migration.to } }),
    lostFields: fields(change),
    objects: seen === undefined || seen.byVersion.size === 0 ? undefined : names.size,
    more: seen?.more ?? false,
    converted: found.of("converted").map(([text, objects]) => ({ text, objects })),
    lost: found.of("lost").map(([path, objects]) => ({ path, objects })),
    refused: found.of("refused").map(([key, objects]) => {
      const [path = "", what = ""] = key.split("\n");
      return { path, what, objects };
    }),
    unchecked: [...new Set(unchecked.map(({ path, what }) => `${path}: ${what}`))],
    onlyAfter: fields(back).filter((path) => !conversionsOf(back).some(({ lost }) => lost.includes(path))),
    wayBack: isWayBack(pair),
  };
}

interface Looking {
  readonly change: DefinitionChange;
  readonly conversions: readonly Conversion[];
  readonly after: KubeObject;
  readonly found: Found;
}

function lookAt(object: KubeObject, version: string, { change, conversions, after, found }: Looking): void {
  const name = nameWithNamespace(refOf(object));
  for (const conversion of conversions) {
    if (conversion.save(object) !== undefined) {
      found.add("converted", conversion.text, name);
    }
    conversion.rest(object).forEach((path) => {
      found.add("lost", path, name);
    });
  }
  const kept = new Set(conversions.flatMap(({ lost }) => lost));
  for (const { path } of spoken(change).filter(
    (field) => field.version === version && !kept.has(field.path),
  )) {
    if (valuesAt(object, path).length > 0) {
      found.add("lost", path, name);
    }
  }
  const cleared = conversions.reduce<JsonObject>(
    (sum, one) => patched(sum, one.clear?.(object) ?? {}),
    object,
  );
  const broken = violations(schemaOf(after, version), cleared);
  for (const { path, what } of strictly(change).filter((field) => field.version === version)) {
    if (isChecked(what) && broken.some((one) => one.path === path && isAgainst(what, one.rule))) {
      found.add("refused", `${path}\n${what}`, name);
    }
  }
}

/** Objects by what happens to them. */
class Found {
  readonly #names = new Map<string, Map<string, Set<string>>>();

  add(list: "converted" | "lost" | "refused", key: string, name: string): void {
    const keys = this.#names.get(list) ?? new Map<string, Set<string>>();
    this.#names.set(list, keys.set(key, (keys.get(key) ?? new Set<string>()).add(name)));
  }

  of(list: "converted" | "lost" | "refused"): readonly (readonly [string, Names])[] {
    return [...(this.#names.get(list) ?? [])].map(([key, names]) => [key, [...names].sort()] as const);
  }
}

/** Fields that somebody writes: what controllers say in `status` they say again. */
function spoken({ lostFields }: DefinitionChange): DefinitionChange["lostFields"] {
  return lostFields.filter(({ path }) => !isStatus(path));
}

function strictly({ stricter }: DefinitionChange): readonly StricterField[] {
  return stricter.filter(({ path }) => !isStatus(path));
}

function isStatus(path: string): boolean {
  return /^status\b/.test(path);
}

/** Whether a violation is of what a definition is stricter about, in a StricterField's words. */
function isAgainst(what: string, rule: string): boolean {
  return what.startsWith("takes only ") || what.startsWith("no longer takes ")
    ? rule === "enum" || rule === "type"
    : what.split(" ")[0] === rule;
}

function schemaOf(definition: KubeObject, version: string): JsonObject {
  return objectOf(at(versionNamed(definition, version), "schema", "openAPIV3Schema"));
}

/**
 * Objects are stored in the new definition's version then. The old one has it too, or the new one writes them anew in
 * the version that the old one stores in (see migrate.ts).
 */
function isWayBack({ before, after }: DefinitionPair): boolean {
  return hasVersionStoredBy(before, after) || hasVersionStoredBy(after, before);
}

/** Whether a definition has the version that another one stores in. */
function hasVersionStoredBy(definition: KubeObject, other: KubeObject): boolean {
  const stored = storedVersion(other);
  return stored === undefined || versionNamed(definition, nameOfVersion(stored)) !== undefined;
}

/** A merge patch applied. */
function patched(value: JsonObject, patch: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([key]) => !(key in patch));
  const changed = Object.entries(patch)
    .filter(([, change]) => change !== null)
    .map(
      ([key, change]) => [key, isObject(change) ? patched(objectOf(value[key]), change) : change] as const,
    );
  return Object.fromEntries([...kept, ...changed]);
}
