import type { KubeObject } from "../../kube/object";
import type { JsonObject } from "../../plugin/json";

/** An Ingress of team-a that leads to a Service of its own. */
export function ingress(name: string, spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: "team-a", ...metadata },
    spec,
  };
}

/** What stands at the other end. */
export const backend = { service: { name: "mine", port: { number: 80 } } };

/** A rule for a host, or for all of them. */
export function ruleFor(host: string | undefined, path = "/"): JsonObject {
  return {
    ...(host !== undefined && { host }),
    http: { paths: [{ path, pathType: "Prefix", backend }] },
  };
}
