import { namespacePlaceholder } from "../../contract";
import type { JsonObject, Manifest } from "../../manifests";
import type { Context } from "../part";
import { egressFlows, type Flow, ingressFlows, type Peer } from "./flows";

/**
 * The NetworkPolicy of a tenant's namespace: nothing comes in and nothing goes out but {@link ingressFlows} and
 * {@link egressFlows}. One object, as 1,000 tenants have 1,000 times as many.
 *
 * Every default is written out: metacontroller compares lists as they are, and would take what the API server adds
 * for a difference.
 */
export function networkPolicy(context: Context): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "tenant", namespace: namespacePlaceholder },
    spec: {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: ingressFlows(context).map((flow) => ({ from: [peerOf(flow.peer)], ...portsOf(flow) })),
      egress: egressFlows(context).map((flow) => ({ to: [peerOf(flow.peer)], ...portsOf(flow) })),
    },
  };
}

function peerOf(peer: Peer): JsonObject {
  switch (peer.kind) {
    case "own namespace":
      return { podSelector: {} };
    case "pods":
      return {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } },
        podSelector: { matchLabels: { ...peer.labels } },
      };
    case "addresses":
      return {
        ipBlock: { cidr: peer.cidr, ...(peer.except === undefined ? {} : { except: [...peer.except] }) },
      };
  }
}

function portsOf({ ports }: Flow): { ports?: JsonObject[] } {
  return ports === undefined
    ? {}
    : { ports: ports.map(({ protocol, port }): JsonObject => ({ protocol, port })) };
}
