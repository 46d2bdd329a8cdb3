import type { JsonObject } from "../plugin/json";

/**
 * One of Istio's objects in a namespace. A type, not an interface, so that it can be taken for any wider description
 * of a Kubernetes object.
 */
export interface IstioObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: JsonObject;
}
