import { isObject, type Json } from "../manifest";

/** Any item of an array. */
export const anyItem = "[]";
/** Any key of a map. */
export const anyKey = ".*";

/** Names that are written as they are; others are quoted: a name may have dots. */
const plain = /^[\w-]+$/;
/** One step of a path: a quoted name, an array's items, a map's values, a plain name. */
const steps = /\["(?:[^"\\]|\\.)*"\]|\[\]|\.?\*|\.?[\w-]+/g;

/** The path of a field of what is at `path`: `spec` and `size` → `spec.size`. The root's path is the empty text. */
export function fieldPath(path: string, name: string): string {
  return plain.test(name) ? `${path}${path === "" ? "" : "."}${name}` : `${path}[${JSON.stringify(name)}]`;
}

/** The path of what a map has at any key: `spec.labels` → `spec.labels.*`. */
export function keysPath(path: string): string {
  return path === "" ? "*" : `${path}${anyKey}`;
}

/**
 * What an object has in a field.
 *
 * @param path as {@link DefinitionChange} has it, such as `spec.template.containers[].image` or `spec.labels.*`
 * @returns one value for each place that the path leads to; empty where the object has nothing there
 */
export function valuesAt(object: Json, path: string): readonly Json[] {
  return (path.match(steps) ?? []).reduce<readonly Json[]>(
    (values, step) => values.flatMap((value) => inside(value, step)),
    [object],
  );
}

function inside(value: Json, step: string): readonly Json[] {
  if (step === anyItem) {
    return Array.isArray(value) ? value : [];
  }
  if (!isObject(value)) {
    return [];
  }
  const bare = step.replace(/^\./, "");
  if (bare === "*") {
    return Object.values(value);
  }
  const name = bare.startsWith("[") ? String(JSON.parse(bare.slice(1, -1))) : bare;
  const inner = Object.hasOwn(value, name) ? value[name] : undefined;
  return inner === undefined ? [] : [inner];
}
