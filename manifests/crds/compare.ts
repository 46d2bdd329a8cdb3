import { definedGroup, definedKind, isServedVersion, nameOfVersion, versionsOf } from "../../kube/definition";
import type { KubeObject } from "../../kube/object";
import { arrayOf, at, isObject, type Json, type JsonObject, objectOf, textOf } from "../../plugin/json";
import { anyItem, fieldPath, keysPath } from "./schema-path";
import { tightened } from "./stricter";

/** A field that a definition's version no longer has. */
export interface LostField {
  /** Version of the definition, such as `v1alpha1`. */
  readonly version: string;
  /** Such as `spec.podTemplateOverrides`, `spec.template.containers[].x` (of any item), `spec.labels.*` (of any key). */
  readonly path: string;
}

/** What a definition's version refuses and the same version took before. */
export interface StricterField {
  readonly version: string;
  /** As in {@link LostField}; the whole object's is the empty text. */
  readonly path: string;
  /** For people: `required`, `maxLength 63 (was 253)`. */
  readonly what: string;
}

/** What changes for objects of a kind where another definition takes the place of the one that is there. */
export interface DefinitionChange {
  /** The definition, such as `trainjobs.trainer.kubeflow.org`. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  /** Served or stored versions that the new definition no longer has. */
  readonly lostVersions: readonly string[];
  /**
   * Fields that a version has and the same version of the new definition lacks: what objects have there is dropped.
   * Only the outermost ones; none of a version that is lost itself.
   */
  readonly lostFields: readonly LostField[];
  /**
   * What the new definition refuses and the old one took: required fields, removed values of an enum, another type,
   * narrower bounds, new CEL rules. Fields that are new themselves are not told: no object has them yet.
   */
  readonly stricter: readonly StricterField[];
}

/** What the API server keeps of every object, and of an object inside an object, whatever a schema says. */
const always = ["apiVersion", "kind", "metadata"];

/**
 * Compares two definitions of a kind, as they are in a release or in a cluster.
 *
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", field pruning.
 */
export function compareDefinition(before: KubeObject, after: KubeObject): DefinitionChange {
  const found: Found = { lostFields: [], stricter: [] };
  const lostVersions: string[] = [];
  const known = new Map(versionsOf(after).map((version) => [nameOfVersion(version), version]));
  const stored = arrayOf(at(before, "status", "storedVersions")).map((name) => textOf(name));
  for (const version of versionsOf(before)) {
    const name = nameOfVersion(version);
    const next = known.get(name);
    const served = isServedVersion(version);
    if (!served && at(version, "storage") !== true && !stored.includes(name)) {
      continue;
    }
    if (next === undefined) {
      lostVersions.push(name);
      continue;
    }
    if (served && !isServedVersion(next)) {
      found.stricter.push({ version: name, path: "", what: "no longer served" });
    }
    const [was, is] = [schemaOf(before, version), schemaOf(after, next)];
    // Most definitions of a release are those of the one before, to the letter.
    if (JSON.stringify(was) !== JSON.stringify(is)) {
      compareSchemas(was, is, { version: name, path: "", found });
    }
  }
  return {
    name: after.metadata.name,
    group: definedGroup(after),
    kind: definedKind(after),
    lostVersions,
    ...found,
  };
}

interface Found {
  readonly lostFields: LostField[];
  readonly stricter: StricterField[];
}

/** Where two schemas stand, and what was found so far. */
interface Place {
  readonly version: string;
  readonly path: string;
  readonly found: Found;
}

/** A version's schema; one without a schema keeps everything. */
function schemaOf(definition: KubeObject, version: Json): JsonObject {
  const schema = at(version, "schema", "openAPIV3Schema");
  const keepsAll = at(definition, "spec", "preserveUnknownFields") === true || !isObject(schema);
  return {
    type: "object",
    ...objectOf(schema),
    // The object itself is one with apiVersion, kind and metadata.
    "x-kubernetes-embedded-resource": true,
    ...(keepsAll && { "x-kubernetes-preserve-unknown-fields": true }),
  };
}

function compareSchemas(before: JsonObject, after: JsonObject, place: Place): void {
  const { version, path, found } = place;
  const { changes, otherType } = tightened(before, after);
  found.stricter.push(...changes.map((what) => ({ version, path, what })));
  if (otherType) {
    // What is inside can't be compared, and the API server refuses the whole of it.
    return;
  }
  compareRequired(before, after, place);
  compareFields(before, after, place);
  if (isObject(before.items) && isObject(after.items)) {
    compareSchemas(before.items, after.items, { ...place, path: `${path}${anyItem}` });
  }
}

/** A field that has a default is there in every object. */
function compareRequired(before: JsonObject, after: JsonObject, { version, path, found }: Place): void {
  const already = arrayOf(before.required);
  for (const name of arrayOf(after.required).map((one) => textOf(one))) {
    if (!already.includes(name) && at(after, "properties", name, "default") === undefined) {
      found.stricter.push({ version, path: fieldPath(path, name), what: "required" });
    }
  }
}

function compareFields(before: JsonObject, after: JsonObject, place: Place): void {
  const { version, path, found } = place;
  const names = new Set(Object.keys(objectOf(before.properties)));
  if (isEmbedded(before)) {
    always.forEach((name) => names.add(name));
  }
  for (const name of names) {
    const inner = at(before, "properties", name);
    const next = fieldOf(after, name);
    if (isEmbedded(after) && always.includes(name)) {
      continue;
    }
    if (next === undefined) {
      found.lostFields.push({ version, path: fieldPath(path, name) });
    } else if (isObject(inner) && isObject(next)) {
      compareSchemas(inner, next, { ...place, path: fieldPath(path, name) });
    }
  }
  compareOthers(before, after, place);
}

/** Fields without a name of their own in the schema: those of a map, and unknown ones that are kept. */
function compareOthers(before: JsonObject, after: JsonObject, place: Place): void {
  const { version, path, found } = place;
  if (!takesAnyKey(before)) {
    return;
  }
  if (!takesAnyKey(after)) {
    found.lostFields.push({ version, path: keysPath(path) });
  } else if (isObject(before.additionalProperties) && isObject(after.additionalProperties)) {
    compareSchemas(before.additionalProperties, after.additionalProperties, {
      ...place,
      path: keysPath(path),
    });
  }
  if (keepsUnknown(before) && !isObject(before.additionalProperties)) {
    if (isObject(after.additionalProperties)) {
      found.stricter.push({ version, path: keysPath(path), what: "has a schema (had none)" });
    }
    for (const name of Object.keys(objectOf(after.properties))) {
      if (fieldOf(before, name) === true) {
        found.stricter.push({ version, path: fieldPath(path, name), what: "has a schema (had none)" });
      }
    }
  }
}

/** The schema of a field, true where it is kept and has none, undefined where it is dropped. */
function fieldOf(schema: JsonObject, name: string): JsonObject | true | undefined {
  const own = at(schema, "properties", name);
  if (isObject(own)) {
    return own;
  }
  if (isObject(schema.additionalProperties)) {
    return schema.additionalProperties;
  }
  return takesAnyKey(schema) ? true : undefined;
}

function takesAnyKey(schema: JsonObject): boolean {
  return keepsUnknown(schema) || isObject(schema.additionalProperties);
}

function keepsUnknown(schema: JsonObject): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties === true;
}

function isEmbedded(schema: JsonObject): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}
