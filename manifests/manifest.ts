import { arrayOf, isObject, type Json, type JsonObject, objectOf } from "../plugin/json";

export { arrayOf, isObject, type Json, type JsonObject, objectOf };

/** One Kubernetes object as it is applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: Json | Metadata | undefined;
}

/** The part of an object's metadata that this project reads. */
export interface Metadata {
  readonly name: string;
  /** Absent on cluster-scoped objects. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: Json | Readonly<Record<string, string>> | undefined;
}

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
