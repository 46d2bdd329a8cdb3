import assert from "node:assert/strict";
import { isObject, type Manifest } from "../../manifests";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { kserveConfig } from "./kserve-config";

/** Documents of the shape that KServe 0.16 has, with a field each that nobody here knows. */
const upstream: Readonly<Record<string, object>> = {
  deploy: { defaultDeploymentMode: "Serverless", unknown: 1 },
  ingress: {
    enableGatewayApi: false,
    ingressGateway: "knative-serving/knative-ingress-gateway",
    ingressDomain: "example.com",
    ingressClassName: "nginx",
    domainTemplate: "{{ .Name }}.{{ .IngressDomain }}",
    urlScheme: "http",
    disableIstioVirtualHost: true,
    disableIngressCreation: true,
    pathTemplate: "/serving/{{ .Namespace }}/{{ .Name }}",
  },
  credentials: {
    storageSpecSecretName: "storage-config",
    s3: {
      s3AccessKeyIDName: "AWS_ACCESS_KEY_ID",
      s3Endpoint: "minio:9000",
      s3UseHttps: "0",
      s3Region: "",
      s3VerifySSL: "0",
      s3UseAnonymousCredential: "true",
    },
  },
  storageInitializer: {
    image: "kserve/storage-initializer:v0.16.0",
    memoryRequest: "100Mi",
    memoryLimit: "1Gi",
    cpuRequest: "100m",
    cpuLimit: "1",
    enableModelcar: true,
  },
  logger: { image: "kserve/agent:v0.16.0", defaultUrl: "http://default-broker", cpuLimit: "1" },
  autoscaler: { scaleUpStabilizationWindowSeconds: "0", scaleDownStabilizationWindowSeconds: "300" },
  metricsAggregator: { enableMetricAggregation: "false", enablePrometheusScraping: "false" },
  security: { autoMountServiceAccountToken: true },
  router: { image: "kserve/router:v0.16.0" },
};

function configMap(documents: Readonly<Record<string, object>>): Manifest {
  const data = Object.fromEntries(
    Object.entries(documents).map(([key, document]) => [key, JSON.stringify(document)]),
  );
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "inferenceservice-config", namespace: "kubeflow" },
    data,
  };
}

function documentsOf(manifest: Manifest | undefined): Record<string, unknown> {
  const data = isObject(manifest?.data) ? manifest.data : {};
  return Object.fromEntries(
    Object.entries(data).map(([key, text]): [string, unknown] => [
      key,
      JSON.parse(typeof text === "string" ? text : ""),
    ]),
  );
}

describe("kserveConfig", () => {
  it("sets every document up for an environment on AWS, and keeps what it doesn't know", () => {
    const context = contextOf(awsInfra, { serving: { autoscaling: { scaleDownStabilizationSeconds: 60 } } });
    assert.deepEqual(documentsOf(kserveConfig(context)(configMap(upstream))), {
      deploy: { defaultDeploymentMode: "Standard", unknown: 1 },
      ingress: {
        enableGatewayApi: false,
        ingressGateway: "kubeflow/kubeflow-gateway",
        ingressDomain: "kubeflow.example.com",
        ingressClassName: "istio",
        domainTemplate: "{{ .Name }}-{{ .Namespace }}.{{ .IngressDomain }}",
        urlScheme: "https",
        disableIstioVirtualHost: false,
        disableIngressCreation: false,
        pathTemplate: "/serving/{{ .Namespace }}/{{ .Name }}",
      },
      credentials: {
        storageSpecSecretName: "storage-config",
        s3: {
          s3AccessKeyIDName: "AWS_ACCESS_KEY_ID",
          s3Endpoint: "",
          s3UseHttps: "1",
          s3Region: "us-west-2",
          s3VerifySSL: "1",
          s3UseAnonymousCredential: "false",
        },
      },
      storageInitializer: {
        image: "kserve/storage-initializer:v0.16.0",
        memoryRequest: "256Mi",
        memoryLimit: "4Gi",
        cpuRequest: "100m",
        cpuLimit: "2",
        enableModelcar: true,
      },
      logger: { image: "kserve/agent:v0.16.0", defaultUrl: "s3://kubeflow-prod-artifacts", cpuLimit: "1" },
      autoscaler: { scaleUpStabilizationWindowSeconds: "0", scaleDownStabilizationWindowSeconds: "60" },
      metricsAggregator: { enableMetricAggregation: "false", enablePrometheusScraping: "false" },
      security: { autoMountServiceAccountToken: false },
      router: { image: "kserve/router:v0.16.0" },
    });
  });

  it("leaves storage as the release has it where there is no S3, and models at plain HTTP", () => {
    const { credentials, logger, ingress } = documentsOf(
      kserveConfig(contextOf(localInfra))(configMap(upstream)),
    );
    assert.deepEqual(credentials, upstream.credentials);
    assert.deepEqual(logger, upstream.logger);
    assert.ok(isObject(ingress));
    assert.equal(ingress.urlScheme, "http");
    assert.equal(ingress.ingressDomain, "example.com");
  });

  it("names queue-proxy's port to Prometheus in the Knative mode alone", () => {
    const scraped = (config: object, absent: Parameters<typeof contextOf>[2] = []) =>
      documentsOf(kserveConfig(contextOf(awsInfra, config, absent))(configMap(upstream))).metricsAggregator;
    const knative = { serving: { mode: "Knative" } };
    const on = { enableMetricAggregation: "false", enablePrometheusScraping: "true" };
    const off = { enableMetricAggregation: "false", enablePrometheusScraping: "false" };
    assert.deepEqual([scraped(knative), scraped(knative, ["prometheus"]), scraped({})], [on, off, off]);
  });

  for (const key of Object.keys(upstream).filter((name) => name !== "router")) {
    it(`fails where a release has another document ${key}`, () => {
      assert.throws(
        () => kserveConfig(contextOf(awsInfra))(configMap({ ...upstream, [key]: { renamed: true } })),
        new RegExp(`the document ${key} of this release looks otherwise`),
      );
    });
  }
});
