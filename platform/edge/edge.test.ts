import assert from "node:assert/strict";
import type { AwsOutputs } from "../../contract";
import type { Manifest } from "../../manifests";
import { awsInfra } from "../testing/settings";
import { gatewayHosts } from "./gateway";
import { ingress } from "./ingress";

function edgeOf(): { aws: AwsOutputs; edge: NonNullable<AwsOutputs["edge"]> } {
  const { aws } = awsInfra;
  assert.ok(aws?.edge);
  return { aws, edge: aws.edge };
}

const models = {
  domain: "models.example.com",
  zoneId: "Z0123456789MODELS",
  certificateArn: "arn:aws:acm:us-west-2:111122223333:certificate/55555555-5555-5555-5555-555555555555",
};

describe("ingress", () => {
  it("ends TLS before the gateway, takes nothing but HTTPS, and writes its log", () => {
    const { aws, edge } = edgeOf();
    const annotation = (name: string) => `alb.ingress.kubernetes.io/${name}`;
    const backend = { service: { name: "istio-ingressgateway", port: { number: 80 } } };
    const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
    assert.deepEqual(ingress(aws, edge), {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: "kubeflow",
        namespace: "istio-system",
        annotations: {
          [annotation("scheme")]: "internet-facing",
          [annotation("subnets")]: "subnet-0d,subnet-0e,subnet-0f",
          [annotation("target-type")]: "ip",
          [annotation("listen-ports")]: '[{"HTTP":80},{"HTTPS":443}]',
          [annotation("ssl-redirect")]: "443",
          [annotation("ssl-policy")]: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
          [annotation("certificate-arn")]:
            "arn:aws:acm:us-west-2:111122223333:certificate/33333333-3333-3333-3333-333333333333",
          [annotation("wafv2-acl-arn")]:
            "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/kubeflow-prod/44444444",
          [annotation("backend-protocol")]: "HTTP",
          [annotation("healthcheck-protocol")]: "HTTP",
          [annotation("healthcheck-port")]: "15021",
          [annotation("healthcheck-path")]: "/healthz/ready",
          [annotation("success-codes")]: "200",
          [annotation("load-balancer-attributes")]:
            "idle_timeout.timeout_seconds=3600,routing.http.drop_invalid_header_fields.enabled=true," +
            "access_logs.s3.enabled=true,access_logs.s3.bucket=kubeflow-prod-logs,access_logs.s3.prefix=load-balancer",
          [annotation("target-group-attributes")]:
            "deregistration_delay.timeout_seconds=30,load_balancing.algorithm.type=least_outstanding_requests",
        },
      },
      spec: {
        ingressClassName: "alb",
        rules: [
          { host: "kubeflow.example.com", http },
          { host: "*.kubeflow.example.com", http },
        ],
      },
    });
  });

  it("leads to models' own domain, by its own certificate, and to nothing else below the dashboard's", () => {
    const { aws, edge } = edgeOf();
    const { metadata, spec } = ingress(aws, { ...edge, models });
    assert.equal(
      metadata.annotations?.["alb.ingress.kubernetes.io/certificate-arn"],
      `${edge.certificateArn},${models.certificateArn}`,
    );
    const backend = { service: { name: "istio-ingressgateway", port: { number: 80 } } };
    const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
    assert.deepEqual(spec, {
      ingressClassName: "alb",
      rules: [
        { host: "kubeflow.example.com", http },
        { host: "*.models.example.com", http },
      ],
    });
  });

  it("has no firewall where infra has made none", () => {
    const { aws, edge } = edgeOf();
    const { annotations } = ingress(aws, { ...edge, webAclArn: undefined }).metadata;
    assert.equal("alb.ingress.kubernetes.io/wafv2-acl-arn" in (annotations ?? {}), false);
  });
});

describe("gatewayHosts", () => {
  const gateway = (...servers: object[]): Manifest => ({
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "Gateway",
    metadata: { name: "kubeflow-gateway", namespace: "kubeflow" },
    spec: { selector: { istio: "ingressgateway" }, servers: servers.map((server) => ({ ...server })) },
  });
  const port = { number: 80, name: "http", protocol: "HTTP" };

  it("answers to the domain, to models below it, and to programs inside the cluster", () => {
    assert.deepEqual(
      gatewayHosts({ domain: "kubeflow.example.com" })(gateway({ port, hosts: ["*"] })),
      gateway({
        port,
        hosts: [
          "kubeflow.example.com",
          "*.kubeflow.example.com",
          "istio-ingressgateway.istio-system.svc.cluster.local",
        ],
      }),
    );
  });

  it("answers to models' own domain instead", () => {
    assert.deepEqual(
      gatewayHosts({ domain: "kubeflow.example.com", models })(gateway({ port, hosts: ["*"] })),
      gateway({
        port,
        hosts: [
          "kubeflow.example.com",
          "*.models.example.com",
          "istio-ingressgateway.istio-system.svc.cluster.local",
        ],
      }),
    );
  });

  it("fails where a release has another gateway", () => {
    const change = gatewayHosts({ domain: "kubeflow.example.com" });
    assert.throws(
      () => change(gateway({ port, hosts: ["a.example"] })),
      /kubeflow-gateway has no one server/,
    );
    assert.throws(() => change(gateway()), /kubeflow-gateway has no one server/);
  });
});
