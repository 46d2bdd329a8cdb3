import type { KubeObject } from "../../../kube/object";
import { arrayOf, at, isObject, type Json, type JsonObject, objectOf, textOf } from "../../../plugin/json";

/** Who wrote fields of an object, as `metadata.managedFields` tells: by server-side apply or by an update. */
export interface Owner {
  readonly manager: string;
  readonly operation: string;
}

/** The owners of any of the fields at some paths, such as `spec.labels`; `except` one of them. */
export function ownersOf(object: KubeObject, paths: readonly string[], except: string): readonly Owner[] {
  return arrayOf(object.metadata.managedFields).flatMap((entry) => {
    const manager = textOf(at(entry, "manager"));
    const owns = paths.some((path) => at(entry, "fieldsV1", ...fieldsV1(path)) !== undefined);
    return owns && manager !== except ? [{ manager, operation: textOf(at(entry, "operation")) }] : [];
  });
}

/**
 * An object whose gained fields belong to those whom the lost ones belonged to: nobody's next apply finds a stranger's
 * fields, and conflicts. Written with a PUT, the API server takes `metadata.managedFields` as they are told.
 *
 * @param writer who has written the gained fields; it owns nothing afterwards. Where there is no other owner, it stays
 */
export function handOver(
  object: KubeObject,
  writer: string,
  owners: readonly Owner[],
  { lost, gained }: { readonly lost: readonly string[]; readonly gained: readonly string[] },
): KubeObject {
  const all = arrayOf(object.metadata.managedFields).map((entry) => objectOf(entry));
  const own = all.find((entry) => entry.manager === writer && entry.subresource === undefined);
  if (own === undefined || owners.length === 0) {
    return object;
  }
  const written = gained.reduce<JsonObject>((sum, path) => {
    const value = at(own, "fieldsV1", ...fieldsV1(path));
    return value === undefined ? sum : merged(sum, nested(fieldsV1(path), value));
  }, {});
  const isOf = (entry: JsonObject, owner: Owner) =>
    entry.manager === owner.manager && entry.operation === owner.operation && entry.subresource === undefined;
  const kept = all
    .filter((entry) => entry !== own)
    .map((entry) => {
      const fields = lost.reduce((left, path) => without(left, fieldsV1(path)), objectOf(entry.fieldsV1));
      const owner = owners.some((one) => isOf(entry, one));
      return { ...entry, fieldsV1: owner ? merged(fields, written) : fields };
    });
  const missing = owners
    .filter((owner) => !all.some((entry) => isOf(entry, owner)))
    .map((owner) => ({ ...own, ...owner, fieldsV1: written }));
  return { ...object, metadata: { ...object.metadata, managedFields: [...kept, ...missing] } };
}

/** A path as `fieldsV1` has it: `spec.labels` → `f:spec`, `f:labels`. */
function fieldsV1(path: string): string[] {
  return path.split(".").map((name) => `f:${name}`);
}

function nested(path: readonly string[], value: Json): JsonObject {
  return objectOf(path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value));
}

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const both = Object.entries(b).map(([key, value]): [string, Json] => {
    const own = a[key];
    return [key, isObject(own) && isObject(value) ? merged(own, value) : value];
  });
  return { ...a, ...Object.fromEntries(both) };
}

function without(fields: JsonObject, [key = "", ...rest]: readonly string[]): JsonObject {
  const { [key]: inner, ...others } = fields;
  if (inner === undefined) {
    return fields;
  }
  if (rest.length === 0) {
    return others;
  }
  const left = without(objectOf(inner), rest);
  if (left === inner) {
    return fields;
  }
  return Object.keys(left).length === 0 ? others : { ...others, [key]: left };
}
