import { at, isObject, textOf, type Json, type JsonObject } from "../plugin/json";

/** A Kubernetes object: a document with a type and a name. */
export interface KubeObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** An object's metadata; what else is in it reads as JSON. */
export interface ObjectMeta extends JsonObject {
  name: string;
}

/** What it takes to find an object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined for what belongs to the whole cluster; `default` if it is left out of a namespaced object. */
  readonly namespace?: string | undefined;
}

/** True for a document that has a type and a name. */
export function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === "string" &&
    typeof value.kind === "string" &&
    typeof at(value, "metadata", "name") === "string"
  );
}

/** The reference to an object. */
export function refOf(object: KubeObject): ObjectRef {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name,
    namespace: namespaceOf(object),
  };
}

/** An object's namespace, or undefined where it names none. */
export function namespaceOf(object: KubeObject): string | undefined {
  const namespace = textOf(object.metadata.namespace);
  return namespace === "" ? undefined : namespace;
}

/** How messages name an object: `Deployment kubeflow/ml-pipeline`. */
export function label(ref: ObjectRef): string {
  return `${ref.kind} ${nameWithNamespace(ref)}`;
}

/** An object's name behind its namespace where it has one: `kubeflow/ml-pipeline`. */
export function nameWithNamespace({ name, namespace }: Pick<ObjectRef, "name" | "namespace">): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
