import type { KubeObject, ObjectRef } from "../../../../kube";
import type { JsonObject } from "../../../../plugin";

/** One object that people, or controllers for them, have made before an upgrade. */
export interface Row {
  /** Without a namespace where its kind has none, or where the tenant's is meant. */
  readonly object: KubeObject;
  /** What a controller has said of it; where the kind has such a subresource it is written there. Default: nothing. */
  readonly status?: JsonObject | undefined;
  /** What it goes with, by kind and name: a row before it, in the same tenant. Default: nobody owns it. */
  readonly owner?: string | undefined;
  /** It belongs to the whole cluster (default false). */
  readonly clusterWide?: boolean | undefined;
}

/** What a row has beside its content. */
export interface RowOptions extends Omit<Row, "object"> {
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  readonly finalizers?: string[];
}

/** A row: type, name, and what is beside `metadata`. */
export function row(type: string, name: string, content: JsonObject, options: RowOptions = {}): Row {
  const { labels, annotations, finalizers, ...others } = options;
  const [apiVersion, kind] = typeOf(type);
  const metadata = {
    name,
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(finalizers && { finalizers }),
  };
  return { object: { apiVersion, kind, metadata, ...content }, ...others };
}

/** `apps/v1/Deployment` as group and version, and kind. */
export function typeOf(type: string): [apiVersion: string, kind: string] {
  const end = type.lastIndexOf("/");
  return [type.slice(0, end), type.slice(end + 1)];
}

/** `Experiment/search`: how a row names the one that it goes with. */
export function ownerName({ kind, name }: Pick<ObjectRef, "kind" | "name">): string {
  return `${kind}/${name}`;
}

/** A condition as controllers write it, true since a fixed day. */
export function condition(type: string, more: JsonObject = {}): JsonObject {
  const at = "2026-04-01T08:00:00Z";
  return { type, status: "True", reason: "Seen", message: "", lastTransitionTime: at, ...more };
}

/** A pod's template with one container. */
export function podTemplate(name: string, more: JsonObject = {}): JsonObject {
  return { spec: { restartPolicy: "Never", containers: [{ name, image: "python:3.12", ...more }] } };
}
