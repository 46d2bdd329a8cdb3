import { isObject, objectKey, objectOf, on, type Transform } from "../../manifests";

/** The ingress gateway's Service, as programs inside the cluster name it. */
export const INGRESS_GATEWAY = "istio-ingressgateway.istio-system.svc.cluster.local";

/**
 * The hosts that Kubeflow answers to: the domain, models below it, and the gateway's own name for programs inside the
 * cluster. A request for any other host finds nothing. HTTP, as the load balancer ends TLS and the rest of the way is
 * inside the VPC.
 *
 * @throws Error where the release's Gateway has another shape
 */
export function gatewayHosts(domain: string): Transform {
  return on({ kind: "Gateway", name: "kubeflow-gateway", namespace: "kubeflow" }, (manifest) => {
    const spec = objectOf(manifest.spec);
    const servers = Array.isArray(spec.servers) ? spec.servers : [];
    const [server] = servers;
    if (servers.length !== 1 || !isObject(server) || JSON.stringify(server.hosts) !== '["*"]') {
      throw new Error(`${objectKey(manifest)} has no one server for all hosts`);
    }
    return {
      ...manifest,
      spec: { ...spec, servers: [{ ...server, hosts: [domain, `*.${domain}`, INGRESS_GATEWAY] }] },
    };
  });
}
