import type { Manifest, Metadata } from "../kube/manifest";
import { arrayOf, isObject, type Json, type JsonObject, objectOf } from "../plugin/json";

export { arrayOf, isObject, type Json, type JsonObject, type Manifest, type Metadata, objectOf };

/** API group of an `apiVersion`; the core group is the empty string. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** `<namespace>/<name>`, or the bare name of a cluster-scoped object. */
export function qualifiedName({ metadata }: Pick<Manifest, "metadata">): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** `<kind>/<namespace>/<name>`: how configuration, overrides and messages name an object. */
export function objectKey(manifest: Pick<Manifest, "kind" | "metadata">): string {
  return `${manifest.kind}/${qualifiedName(manifest)}`;
}

/**
 * Takes a parsed YAML document for a manifest.
 *
 * @throws Error naming `origin` where the document has no apiVersion, kind or name
 */
export function toManifest(document: unknown, origin: string): Manifest {
  if (isManifest(document)) {
    return document;
  }
  throw new Error(`${origin}: a document without apiVersion, kind and metadata.name`);
}

/** True for an object with apiVersion, kind and metadata.name. */
export function isManifest(document: unknown): document is Manifest {
  return (
    isObject(document) &&
    typeof document.apiVersion === "string" &&
    typeof document.kind === "string" &&
    isObject(document.metadata) &&
    typeof document.metadata.name === "string"
  );
}
