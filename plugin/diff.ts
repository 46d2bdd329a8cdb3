import { isObject, type Json, type JsonObject } from "./json";

/** One place where two documents differ. */
export interface Change {
  /** Property path in Pulumi's notation: `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`. */
  readonly path: string;
  /** The same path as keys and indices. */
  readonly keys: readonly (string | number)[];
  readonly kind: "add" | "delete" | "update";
}

/**
 * Where `after` differs from `before`, as deep as the two have the same shape.
 *
 * A subtree that is only on one side is one change, at its top.
 */
export function differences(before: JsonObject, after: JsonObject): Change[] {
  const changes: Change[] = [];
  compare(before, after, [], changes);
  return changes;
}

function compare(
  before: Json | undefined,
  after: Json | undefined,
  keys: readonly (string | number)[],
  into: Change[],
): void {
  if (before === after) {
    return;
  }
  if (before === undefined || after === undefined) {
    into.push({ path: pathText(keys), keys, kind: before === undefined ? "add" : "delete" });
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      compare(before[i], after[i], [...keys, i], into);
    }
  } else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], [...keys, key], into);
    }
  } else {
    into.push({ path: pathText(keys), keys, kind: "update" });
  }
}

/** Keys and indices in Pulumi's notation of property paths. */
export function pathText(keys: readonly (string | number)[]): string {
  return keys
    .map((key, i) => {
      if (typeof key === "number") {
        return `[${key}]`;
      }
      // A key with dots or brackets would read as several keys.
      return /^[\w$-]+$/.test(key) ? `${i === 0 ? "" : "."}${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("");
}
