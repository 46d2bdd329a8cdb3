import {
  arrayOf,
  type ImageLock,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  objectOf,
  type Transform,
} from "../../manifests";
import { architecturesOf } from "./architectures";
import { type Architecture, architectures } from "./family";

/** Label of a node's architecture. */
const label = "kubernetes.io/arch";

/**
 * Keeps pods off nodes that an image of theirs is not published for: every pod template, of workloads and of custom
 * resources such as serving and training runtimes, gets a node affinity for the architectures that its images have
 * in common, beside what is there. A template whose images are published for all of them stays as it is.
 *
 * It reads upstream's references, so it comes before the image map.
 *
 * @param lock what registries said of platforms goes before the table of platform/images/families.ts
 */
export function respectArchitectures(lock?: ImageLock): Transform {
  return (manifest) => {
    const fields = Object.entries(manifest).map(([field, value]): [string, Manifest[string]] => [
      field,
      field === "metadata" || typeof value !== "object" ? value : within(value, lock, objectKey(manifest)),
    ]);
    const { apiVersion, kind, metadata } = manifest;
    return { ...Object.fromEntries(fields), apiVersion, kind, metadata };
  };
}

function within(value: Manifest[string], lock: ImageLock | undefined, owner: string): Json {
  if (Array.isArray(value)) {
    return value.map((item) => within(item, lock, owner));
  }
  if (!isObject(value)) {
    return typeof value === "object" ? null : (value ?? null);
  }
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [
    key,
    within(item, lock, owner),
  ]);
  const object = Object.fromEntries(entries);
  const references = imagesOf(object);
  return references.length === 0 ? object : bound(object, architecturesOf(references, lock), owner);
}

/** The images of a pod template's containers; none where an object is no pod template. */
function imagesOf(pod: JsonObject): readonly string[] {
  if (!Array.isArray(pod.containers)) {
    return [];
  }
  const others = arrayOf(pod.initContainers);
  return [...pod.containers, ...others].flatMap((container) =>
    isObject(container) && typeof container.image === "string" ? [container.image] : [],
  );
}

function bound(pod: JsonObject, allowed: readonly Architecture[], owner: string): JsonObject {
  const asked = isObject(pod.nodeSelector) ? pod.nodeSelector[label] : undefined;
  if (typeof asked === "string" && !allowed.some((architecture) => architecture === asked)) {
    throw new Error(`${owner} asks for nodes of ${asked}, but its images are for ${allowed.join(", ")}`);
  }
  if (allowed.length === architectures.length || asked !== undefined) {
    return pod;
  }
  const affinity = objectOf(pod.affinity);
  const node = objectOf(affinity.nodeAffinity);
  const required = node.requiredDuringSchedulingIgnoredDuringExecution;
  const terms =
    isObject(required) && Array.isArray(required.nodeSelectorTerms) ? required.nodeSelectorTerms : [{}];
  const nodeAffinity = {
    ...node,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: terms.map((term) => withExpression(term, allowed)),
    },
  };
  return { ...pod, affinity: { ...affinity, nodeAffinity } };
}

/** Of several terms one is enough for a node, so each of them gets the expression. */
function withExpression(term: Json, allowed: readonly Architecture[]): Json {
  const expressions = isObject(term) && Array.isArray(term.matchExpressions) ? term.matchExpressions : [];
  const values: Json[] = [...allowed];
  return {
    ...objectOf(term),
    matchExpressions: [...expressions, { key: label, operator: "In", values }],
  };
}
