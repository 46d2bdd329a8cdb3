import { isDeepStrictEqual } from "node:util";
import { fixedFields } from "./immutable";
import { groupOf, isObject, type Manifest, objectKey } from "./manifest";

/** Something that is there before and after, and otherwise. */
export interface ChangedObject {
  readonly before: Manifest;
  readonly after: Manifest;
  /** Fields that differ and that the API server lets nobody change: it is deleted and made anew. */
  readonly fixed: readonly string[];
}

/** What one set of objects has that another has not. */
export interface Difference {
  readonly added: readonly Manifest[];
  readonly removed: readonly Manifest[];
  readonly changed: readonly ChangedObject[];
  /** How many are the same. */
  readonly same: number;
}

/** What kustomize puts behind the name of a ConfigMap or Secret that it generates: letters that make no words. */
const hash = /-[bcdfghkmt2456789]{10}$/;

/**
 * Compares two sets of objects by group, kind and name: another version of a kind is the same object, and so is a
 * generated ConfigMap with another content, which has another hash in its name.
 */
export function compareObjects(before: readonly Manifest[], after: readonly Manifest[]): Difference {
  const [old, next] = [byIdentity(before), byIdentity(after)];
  const both = [...old].flatMap(([key, manifest]) => {
    const other = next.get(key);
    return other === undefined ? [] : [{ before: manifest, after: other }];
  });
  const changed = both.filter((pair) => !isDeepStrictEqual(pair.before, pair.after));
  return {
    added: [...next].flatMap(([key, manifest]) => (old.has(key) ? [] : [manifest])),
    removed: [...old].flatMap(([key, manifest]) => (next.has(key) ? [] : [manifest])),
    changed: changed.map((pair) => ({ ...pair, fixed: changedFixedFields(pair.before, pair.after) })),
    same: both.length - changed.length,
  };
}

/** The fields of an object that differ and that nobody can change, as paths. */
export function changedFixedFields(before: Manifest, after: Manifest): readonly string[] {
  return fixedFields(after).filter(
    (field) => !isDeepStrictEqual(fieldOf(before, field), fieldOf(after, field)),
  );
}

function fieldOf(manifest: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), manifest);
}

function byIdentity(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(
    manifests.map((manifest) => {
      const key = objectKey(manifest);
      const generated = manifest.kind === "ConfigMap" || manifest.kind === "Secret";
      return [`${groupOf(manifest.apiVersion)}/${generated ? key.replace(hash, "") : key}`, manifest];
    }),
  );
}
