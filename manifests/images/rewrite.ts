import { messageOf } from "../../config/errors";
import { isObject, type Json, type JsonObject, type Manifest, objectKey } from "../manifest";
import {
  argumentLists,
  type ChangeImage,
  composedFields,
  containerLists,
  imageFlag,
  isGroupField,
  isImageKey,
  isOverrideOf,
  isQualified,
  unreadKeys,
} from "./places";
import { parseReference } from "../../images";
import { isDocument, rewriteDocument } from "./documents";

/** A reference and where it stands. */
export interface FoundImage {
  /** As it is spelled there; put together where a program puts it together. */
  readonly reference: string;
  /** `<kind>/<namespace>/<name>` of the object. */
  readonly object: string;
  /** Path of the field; `›` leads into a document inside a string. */
  readonly place: string;
}

/** Every container image of manifests, wherever they name one; one entry a place. */
export function findImages(manifests: readonly Manifest[]): readonly FoundImage[] {
  return manifests.flatMap((manifest) => {
    const found: FoundImage[] = [];
    rewriteImages(manifest, (reference, place) => {
      found.push({ reference, object: objectKey(manifest), place });
      return reference;
    });
    return found;
  });
}

/**
 * Answers each reference of an object with another one: in pod templates at any depth, custom resources, environment
 * variables, arguments, annotations, ConfigMaps, and YAML, JSON and templates inside strings, where all the text
 * around the references stays byte for byte.
 *
 * @throws Error naming the object where a document names an image in a way that can't be changed
 */
export function rewriteImages(manifest: Manifest, change: ChangeImage): Manifest {
  try {
    const fields = Object.entries(manifest).map(([key, value]): [string, Json] => [
      key,
      key === "metadata" ? null : rewriteField(jsonOf(value), key, undefined, key, change),
    ]);
    const { apiVersion, kind } = manifest;
    return {
      ...Object.fromEntries(fields),
      apiVersion,
      kind,
      metadata: rewriteMetadata(manifest.metadata, change),
    };
  } catch (error) {
    throw new Error(`images of ${objectKey(manifest)}: ${messageOf(error)}`, { cause: error });
  }
}

function jsonOf(value: Manifest[string]): Json {
  return Array.isArray(value) || isObject(value) ? value : typeof value === "object" ? null : (value ?? null);
}

function rewriteMetadata(metadata: Manifest["metadata"], change: ChangeImage): Manifest["metadata"] {
  if (metadata.annotations === undefined) {
    return metadata;
  }
  const annotations = Object.entries(metadata.annotations).map(([key, text]): [string, string] => [
    key,
    rewriteString(text, key, `metadata.annotations.${key}`, change),
  ]);
  return { ...metadata, annotations: Object.fromEntries(annotations) };
}

/** @param key the key that the object is under */
function rewriteFields(
  object: JsonObject,
  key: string | undefined,
  place: string,
  change: ChangeImage,
): JsonObject {
  const composed = composedFields(object, place, change);
  return Object.fromEntries(
    Object.entries(object).map(([field, value]): [string, Json] => [
      field,
      own(composed, field) ?? rewriteField(value, field, key, `${place}.${field}`, change),
    ]),
  );
}

function rewriteField(
  value: Json,
  field: string,
  key: string | undefined,
  place: string,
  change: ChangeImage,
): Json {
  if (unreadKeys.has(field)) {
    return value;
  }
  if (isGroupField(key, field) || isOverrideOf(key, field)) {
    return rewriteReferences(value, place, change);
  }
  if (Array.isArray(value)) {
    return argumentLists.has(field)
      ? rewriteArguments(value, place, change)
      : value.map((item, i) => rewriteItem(item, field, `${place}[${i}]`, change));
  }
  return isObject(value)
    ? rewriteFields(value, field, place, change)
    : rewriteLeaf(value, field, place, change);
}

function rewriteItem(item: Json, list: string, place: string, change: ChangeImage): Json {
  if (!isObject(item)) {
    return Array.isArray(item)
      ? item.map((one, i) => rewriteItem(one, list, `${place}[${i}]`, change))
      : rewriteLeaf(item, undefined, place, change);
  }
  const { name, value, image } = item;
  if (list === "env" && typeof name === "string" && typeof value === "string") {
    return { ...item, value: rewriteString(value, name, `${place}.value`, change) };
  }
  if (containerLists.has(list) && typeof image === "string") {
    const { image: _, ...others } = item;
    const mapped = parseReference(image) === undefined ? image : change(image, `${place}.image`);
    const rest = rewriteFields(others, undefined, place, change);
    // In the order that upstream wrote: digests of objects are inputs of resources.
    return Object.fromEntries(
      Object.keys(item).map((field) => [field, field === "image" ? mapped : (own(rest, field) ?? null)]),
    );
  }
  return rewriteFields(item, undefined, place, change);
}

/** Texts that are references because of where they stand: one, a list of them, or an object of them. */
function rewriteReferences(value: Json, place: string, change: ChangeImage): Json {
  if (Array.isArray(value)) {
    return value.map((item, i) => rewriteReferences(item, `${place}[${i}]`, change));
  }
  if (isObject(value)) {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, item]): [string, Json] => [
        name,
        rewriteReferences(item, `${place}.${name}`, change),
      ]),
    );
  }
  return typeof value === "string" && isQualified(value) ? change(value, place) : value;
}

/** `--some-image=<reference>`, or `--some-image` with the reference in the next argument. */
function rewriteArguments(list: readonly Json[], place: string, change: ChangeImage): Json[] {
  return list.map((argument, i): Json => {
    const here = `${place}[${i}]`;
    if (typeof argument !== "string") {
      return argument;
    }
    const [, flag, attached] = imageFlag.exec(argument) ?? [];
    if (flag !== undefined && attached !== undefined && isQualified(attached)) {
      return `${flag}=${change(attached, here)}`;
    }
    const before = list[i - 1];
    const follows =
      typeof before === "string" && imageFlag.exec(before)?.[2] === undefined && imageFlag.test(before);
    return follows && isQualified(argument)
      ? change(argument, here)
      : rewriteString(argument, "", here, change);
  });
}

function rewriteLeaf(value: Json, field: string | undefined, place: string, change: ChangeImage): Json {
  return typeof value === "string" ? rewriteString(value, field ?? "", place, change) : value;
}

function rewriteString(text: string, key: string, place: string, change: ChangeImage): string {
  if (isImageKey(key) && isQualified(text)) {
    return change(text, place);
  }
  return isDocument(text) ? rewriteDocument(text, place, change, rewriteInner) : text;
}

/** A field of an object itself: documents may have keys such as `toString`. */
function own(object: JsonObject, field: string): Json | undefined {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

/** What a document holds is looked through as an object's fields are. */
function rewriteInner(value: Json, place: string, change: ChangeImage): Json {
  if (Array.isArray(value)) {
    return value.map((item, i) => rewriteItem(item, "", `${place}[${i}]`, change));
  }
  return isObject(value) ? rewriteFields(value, undefined, place, change) : value;
}
