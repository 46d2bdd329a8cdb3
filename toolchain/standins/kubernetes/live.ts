import { parseQuantity } from "../../../kube/quantity";
import { equal, isObject, objectOf, type Json, type JsonObject } from "../../../plugin";

/** Under these keys, values are quantities, which the API server writes in its own way: 1000m becomes 1. */
const quantityKeys: ReadonlySet<string> = new Set([
  "capacity",
  "default",
  "defaultRequest",
  "hard",
  "limits",
  "max",
  "min",
  "overhead",
  "requests",
  "sizeLimit",
]);

/** True if two leaves say the same, `path` being where they stand. */
export function sameMeaning(
  a: Json | undefined,
  b: Json | undefined,
  path: readonly (string | number)[],
): boolean {
  if (equal(a, b)) {
    return true;
  }
  if (!path.some((key) => typeof key === "string" && quantityKeys.has(key))) {
    return false;
  }
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left !== undefined && right !== undefined && Math.abs(left - right) <= Math.abs(left) * 1e-12;
}

/**
 * The inputs with the live object's values: what the object says today about what we manage.
 *
 * What the server or others added is left out; what means the same keeps the inputs' text; what is
 * gone is gone. So an object that nobody touched gives the inputs back as they are.
 */
export function pruneLive(live: JsonObject, inputs: JsonObject): JsonObject {
  const pruned = pruneObject(live, inputs, []);
  const texts = Object.entries(objectOf(inputs.stringData));
  if (inputs.kind === "Secret" && texts.length > 0) {
    // The server keeps stringData as data.
    const data = objectOf(live.data);
    const kept = texts.flatMap(([key]): [string, Json][] => {
      const value = data[key];
      return typeof value === "string" ? [[key, Buffer.from(value, "base64").toString("utf8")]] : [];
    });
    pruned.stringData = Object.fromEntries(kept);
  }
  // Status is the cluster's, even where a manifest carries one.
  return inputs.status === undefined ? pruned : { ...pruned, status: inputs.status };
}

type Path = readonly (string | number)[];

function pruneObject(live: JsonObject, inputs: JsonObject, path: Path): JsonObject {
  const entries = Object.entries(inputs).flatMap(([key, wanted]): [string, Json][] => {
    const value = live[key];
    if (value === undefined || value === null) {
      // The server drops what says nothing: {}, [], "", 0, false.
      return isBlank(wanted) ? [[key, wanted]] : [];
    }
    return [[key, prune(value, wanted, [...path, key])]];
  });
  return Object.fromEntries(entries);
}

function prune(live: Json, wanted: Json, path: Path): Json {
  if (isObject(live) && isObject(wanted)) {
    return pruneObject(live, wanted, path);
  }
  if (Array.isArray(live) && Array.isArray(wanted)) {
    return pruneArray(live, wanted, path);
  }
  return sameMeaning(live, wanted, path) ? wanted : live;
}

function pruneArray(live: Json[], wanted: Json[], path: Path): Json[] {
  if (wanted.length > 0 && [live, wanted].every(isNamed)) {
    // Containers, volumes, ports, variables: others may have added some of theirs.
    return wanted.flatMap((item, i) => {
      const match = live.find((candidate) => nameOf(candidate) === nameOf(item));
      return match === undefined ? [] : [prune(match, item, [...path, i])];
    });
  }
  if (path.join(".") === "metadata.finalizers") {
    return wanted.filter((item) => live.includes(item));
  }
  return live.map((item, i) => {
    const match = wanted[i];
    return match === undefined ? item : prune(item, match, [...path, i]);
  });
}

/** True if the items can be told apart by their names, and their order doesn't matter so much. */
function isNamed(items: readonly Json[]): boolean {
  const names = new Set(items.map(nameOf));
  return !names.has(undefined) && names.size === items.length;
}

function nameOf(item: Json): string | undefined {
  return isObject(item) && typeof item.name === "string" ? item.name : undefined;
}

function isBlank(value: Json): boolean {
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return isObject(value) ? Object.values(value).every(isBlank) : !value;
}
