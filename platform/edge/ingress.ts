import type { AwsOutputs } from "../../contract";
import type { Manifest } from "../../manifests";
import { publicHosts } from "./gateway";

type Edge = NonNullable<AwsOutputs["edge"]>;

/**
 * TLS 1.3, and 1.2 with forward secrecy and AEAD ciphers only. Source: Elastic Load Balancing user guide, security
 * policies for Application Load Balancers.
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** Attributes of the load balancer. Source: Elastic Load Balancing user guide. */
function loadBalancerAttributes(aws: AwsOutputs): Readonly<Record<string, string>> {
  return {
    // Seconds. Kernels of notebooks speak through WebSockets, which are quiet while somebody thinks.
    "idle_timeout.timeout_seconds": "3600",
    "routing.http.drop_invalid_header_fields.enabled": "true",
    // The bucket's policy lets log delivery write below this prefix, and below no other.
    "access_logs.s3.enabled": "true",
    "access_logs.s3.bucket": aws.buckets.logs,
    "access_logs.s3.prefix": "load-balancer",
  };
}

const targetGroupAttributes = {
  // Seconds that a pod which goes away finishes requests in.
  "deregistration_delay.timeout_seconds": "30",
  "load_balancing.algorithm.type": "least_outstanding_requests",
};

/**
 * The load balancer before the ingress gateway, as AWS Load Balancer Controller makes it of an Ingress; external-dns
 * points the hosts at it. Source of the annotations: AWS Load Balancer Controller 3, Ingress annotations.
 */
export function ingress(aws: AwsOutputs, edge: Edge): Manifest {
  const hosts = publicHosts(edge);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: "kubeflow",
      namespace: "istio-system",
      annotations: annotations({
        scheme: edge.scheme,
        subnets: edge.subnetIds.join(","),
        "target-type": "ip",
        "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
        "ssl-redirect": "443",
        "ssl-policy": TLS_POLICY,
        // The first is the default one, further ones are chosen by the name that a client asks for (SNI).
        "certificate-arn": [
          edge.certificateArn,
          ...(edge.models === undefined ? [] : [edge.models.certificateArn]),
        ].join(","),
        ...(edge.webAclArn !== undefined && { "wafv2-acl-arn": edge.webAclArn }),
        "backend-protocol": "HTTP",
        // The gateway's own health, at the port that is for it: port 8080 would ask for a token.
        "healthcheck-protocol": "HTTP",
        "healthcheck-port": "15021",
        "healthcheck-path": "/healthz/ready",
        "success-codes": "200",
        "load-balancer-attributes": attributes(loadBalancerAttributes(aws)),
        "target-group-attributes": attributes(targetGroupAttributes),
      }),
    },
    spec: {
      ingressClassName: "alb",
      rules: hosts.map((host) => ({
        host,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: "istio-ingressgateway", port: { number: 80 } } },
            },
          ],
        },
      })),
    },
  };
}

function annotations(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`alb.ingress.kubernetes.io/${name}`, value]),
  );
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}
