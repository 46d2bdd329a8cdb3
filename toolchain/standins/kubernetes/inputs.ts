import { createHash } from "node:crypto";
import { UserError } from "../../../config/errors";
import { isKubeObject, type KubeObject } from "../../../kube";
import {
  at,
  containsUnknown,
  isObject,
  objectOf,
  secret,
  textOf,
  UNKNOWN,
  type CheckRequest,
  type Json,
  type JsonObject,
} from "../../../plugin";

/** Metadata that only the API server writes. */
const serverFields = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Charts and the like, patches of objects, and lists of them: a custom kind may well end in List. */
const notServed =
  /:(helm|kustomize|yaml)[./]|:(core|apps|autoscaling|batch|policy|[a-z.]*\.k8s\.io)\/\w+:\w+(Patch|List)$/;

const autonamed = "pulumi.com/autonamed";

/**
 * The inputs as they are kept: without nulls and without what only the server writes, and with a name.
 *
 * @throws UserError for kinds that the stand-in doesn't serve, and for generateName
 */
export function checkedInputs(
  request: Pick<CheckRequest, "type" | "name" | "olds" | "news" | "randomSeed">,
): JsonObject {
  const { type, olds, randomSeed } = request;
  if (notServed.test(type)) {
    throw new UserError(
      `the stand-in for the kubernetes provider has no ${type}: it serves plain objects only`,
    );
  }
  const news = objectOf(withoutNulls(request.news));
  const metadata = { ...objectOf(news.metadata) };
  for (const field of serverFields) {
    Reflect.deleteProperty(metadata, field);
  }
  if (metadata.generateName !== undefined && metadata.name === undefined) {
    throw new UserError("metadata.generateName does not go with server-side apply", "give metadata.name");
  }
  if (metadata.name === undefined && news.metadata !== UNKNOWN) {
    const old = annotation(olds, autonamed) === "true" ? textOf(at(olds, "metadata", "name")) : "";
    metadata.name = old === "" ? `${request.name}-${suffix(randomSeed)}` : old;
    metadata.annotations = { ...objectOf(metadata.annotations), [autonamed]: "true" };
  }
  return { ...news, ...(news.metadata === UNKNOWN ? {} : { metadata }) };
}

function suffix(seed: Uint8Array): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, 8);
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** An annotation's value; undefined if it isn't there. */
export function annotation(object: JsonObject, name: string): string | undefined {
  const value = at(object, "metadata", "annotations", name);
  return typeof value === "string" ? value : undefined;
}

/** True if the name was made up, so that a replacement can stand beside what it replaces. */
export function isAutonamed(inputs: JsonObject): boolean {
  return annotation(inputs, autonamed) === "true";
}

/** The object that inputs without unknowns describe. @throws UserError if it has no apiVersion, kind or name */
export function objectFrom(inputs: JsonObject): KubeObject {
  if (!isKubeObject(inputs) || containsUnknown(inputs)) {
    throw new UserError("a Kubernetes object needs apiVersion, kind and metadata.name");
  }
  return inputs;
}

/** What a Secret keeps is secret, whoever wrote it. */
export function withSecrets(object: JsonObject): JsonObject {
  if (object.kind !== "Secret" || object.apiVersion !== "v1") {
    return object;
  }
  const hidden = ["data", "stringData"].flatMap((key): [string, Json][] => {
    const value = object[key];
    return value === undefined ? [] : [[key, secret(value)]];
  });
  return { ...object, ...Object.fromEntries(hidden) };
}

/** Status longer than this, in characters of JSON, is left out of the state. */
const longStatus = 2000;

/** What the state keeps of a live object: everything but who wrote which field, and long status. */
export function outputsOf(live: KubeObject): JsonObject {
  const metadata: JsonObject = { ...live.metadata };
  Reflect.deleteProperty(metadata, "managedFields");
  const outputs: JsonObject = { ...live, metadata };
  if (JSON.stringify(live.status ?? null).length > longStatus) {
    Reflect.deleteProperty(outputs, "status");
  }
  return withSecrets(outputs);
}

/** The inputs that an import starts from: the live object without what only the server writes. */
export function importedInputs(live: KubeObject): JsonObject {
  const metadata: JsonObject = { ...live.metadata };
  for (const field of serverFields) {
    Reflect.deleteProperty(metadata, field);
  }
  const inputs: JsonObject = { ...live, metadata };
  Reflect.deleteProperty(inputs, "status");
  return inputs;
}
