import type { AwsOutputs } from "../../contract";
import { INGRESS_GATEWAY } from "../../istio";
import { isObject, objectKey, objectOf, on, type Transform } from "../../manifests";

type Edge = NonNullable<AwsOutputs["edge"]>;

/** The hosts that people and programs outside come to: the domain of the dashboard, and all below that of models. */
export function publicHosts({ domain, models }: Pick<Edge, "domain" | "models">): readonly string[] {
  return [domain, `*.${models?.domain ?? domain}`];
}

/**
 * The hosts that Kubeflow answers to: those of {@link publicHosts}, and the gateway's own name for programs inside the
 * cluster. A request for any other host finds nothing. HTTP, as the load balancer ends TLS and the rest of the way is
 * inside the VPC.
 *
 * Models of the Knative mode need it, whose routes are bound to this Gateway (config-istio of the release). For the
 * Ingress of one in the Standard mode istiod makes a Gateway of all hosts (istio 1.28, pilot/pkg/config/kube/ingress).
 *
 * @throws Error where the release's Gateway has another shape
 */
export function gatewayHosts(edge: Pick<Edge, "domain" | "models">): Transform {
  return on({ kind: "Gateway", name: "kubeflow-gateway", namespace: "kubeflow" }, (manifest) => {
    const spec = objectOf(manifest.spec);
    const servers = Array.isArray(spec.servers) ? spec.servers : [];
    const [server] = servers;
    if (servers.length !== 1 || !isObject(server) || JSON.stringify(server.hosts) !== '["*"]') {
      throw new Error(`${objectKey(manifest)} has no one server for all hosts`);
    }
    return {
      ...manifest,
      spec: { ...spec, servers: [{ ...server, hosts: [...publicHosts(edge), INGRESS_GATEWAY] }] },
    };
  });
}
