import assert from "node:assert/strict";
import { parse } from "yaml";
import { applyTransforms, isObject, type Manifest, objectKey } from "../../manifests";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { nameIn } from "../names";
import { objectStoreTransforms } from "./store";
import { configMap, deployment } from "./testing";

const date =
  "{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}";
const endpoint = "s3.us-west-2.amazonaws.com";

const store = (config = {}) => objectStoreTransforms(settingOf(awsInfra, config));

const secretKey = (key: string) => ({
  valueFrom: { secretKeyRef: { name: "mlpipeline-minio-artifact", key } },
});

function environmentOf(manifest: Manifest | undefined): unknown {
  const template = isObject(manifest?.spec) ? manifest.spec.template : undefined;
  const podSpec = isObject(template) && isObject(template.spec) ? template.spec : {};
  const [container] = Array.isArray(podSpec.containers) ? podSpec.containers : [];
  return isObject(container) ? container.env : undefined;
}

describe("objectStoreTransforms", () => {
  it("change nothing where the store is in the cluster", () => {
    assert.deepEqual(objectStoreTransforms(settingOf(localInfra)), []);
  });

  it("leave the cluster's store out", () => {
    const object = (kind: string, name: string): Manifest => ({
      apiVersion: "v1",
      kind,
      metadata: { name, namespace: "kubeflow" },
    });
    const objects = [
      object("Secret", "mlpipeline-minio-artifact"),
      object("Service", "seaweedfs"),
      object("AuthorizationPolicy", "seaweedfs-service"),
      object("Service", "ml-pipeline"),
    ];
    assert.deepEqual(applyTransforms(objects, store()).map(objectKey), ["Service/kubeflow/ml-pipeline"]);
  });

  it("blank the API server's keys instead of deleting them, as its image has upstream's", () => {
    const before = deployment("ml-pipeline", {
      KEPT: { value: "x" },
      OBJECTSTORECONFIG_SECURE: { value: "false" },
      OBJECTSTORECONFIG_HOST: { value: "seaweedfs.kubeflow" },
      OBJECTSTORECONFIG_PORT: { value: "9000" },
      OBJECTSTORECONFIG_ACCESSKEY: secretKey("accesskey"),
      OBJECTSTORECONFIG_SECRETACCESSKEY: secretKey("secretkey"),
    });
    assert.deepEqual(environmentOf(applyTransforms([before], store())[0]), [
      { name: "KEPT", value: "x" },
      { name: "OBJECTSTORECONFIG_SECURE", value: "true" },
      { name: "OBJECTSTORECONFIG_HOST", value: endpoint },
      { name: "OBJECTSTORECONFIG_PORT", value: "" },
      { name: "OBJECTSTORECONFIG_ACCESSKEY", value: "" },
      { name: "OBJECTSTORECONFIG_SECRETACCESSKEY", value: "" },
      { name: "OBJECTSTORECONFIG_REGION", value: "us-west-2" },
    ]);
  });

  it("take the keys from the UI, which asks servers of tenants", () => {
    const before = deployment(
      "ml-pipeline-ui",
      {
        MINIO_NAMESPACE: { value: "kubeflow" },
        MINIO_ACCESS_KEY: secretKey("accesskey"),
        MINIO_SECRET_KEY: secretKey("secretkey"),
        ARGO_ARCHIVE_LOGS: { value: "true" },
        ARTIFACTS_SERVICE_PROXY_NAME: { value: "x" },
        ARTIFACTS_SERVICE_PROXY_PORT: { value: "1" },
        ARTIFACTS_SERVICE_PROXY_ENABLED: { value: "false" },
      },
      { image: nameIn("26.03", "pipelinesUiImage") },
    );
    assert.deepEqual(environmentOf(applyTransforms([before], store())[0]), [
      { name: "ARGO_ARCHIVE_LOGS", value: "false" },
      { name: "ARTIFACTS_SERVICE_PROXY_NAME", value: "ml-pipeline-ui-artifact" },
      { name: "ARTIFACTS_SERVICE_PROXY_PORT", value: "80" },
      { name: "ARTIFACTS_SERVICE_PROXY_ENABLED", value: "true" },
      {
        name: "ALLOWED_ARTIFACT_DOMAIN_REGEX",
        value: "^http://ml-pipeline-ui-artifact\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
      },
      { name: "AWS_S3_ENDPOINT", value: "off.invalid" },
    ]);
  });

  it("archive logs below the namespace of the workflow, or nothing", () => {
    const before = configMap("workflow-controller-configmap", {
      artifactRepository: "s3: {}",
      executor: "x",
    });
    const repositoryOf = (config: object) => {
      const data = applyTransforms([before], store(config))[0]?.data;
      assert.ok(isObject(data) && typeof data.artifactRepository === "string");
      assert.equal(data.executor, "x");
      const repository: unknown = parse(data.artifactRepository);
      return repository;
    };
    const s3 = {
      region: "us-west-2",
      bucket: "kubeflow-prod-artifacts",
      endpoint,
      keyFormat: `{{workflow.namespace}}/workflows/{{workflow.name}}/${date}/{{pod.name}}`,
      insecure: false,
      useSDKCreds: true,
    };
    assert.deepEqual(repositoryOf({}), { archiveLogs: true, s3 });
    assert.deepEqual(repositoryOf({ pipelines: { logArchive: false } }), { archiveLogs: false, s3 });
  });

  it("name the bucket, and the root of what runs without a configuration of its namespace", () => {
    const before = [
      configMap("pipeline-install-config", { bucketName: "mlpipeline", defaultPipelineRoot: "", other: "x" }),
      configMap("kfp-launcher", { defaultPipelineRoot: "" }),
    ];
    const root = "s3://kubeflow-prod-artifacts/kubeflow/pipelines";
    const [install, launcher] = applyTransforms(before, store());
    assert.deepEqual(install?.data, {
      bucketName: "kubeflow-prod-artifacts",
      defaultPipelineRoot: root,
      other: "x",
    });
    assert.ok(isObject(launcher?.data) && typeof launcher.data.providers === "string");
    assert.deepEqual(parse(launcher.data.providers), {
      s3: { default: { endpoint, region: "us-west-2", disableSSL: false, credentials: { fromEnv: true } } },
    });
    assert.equal(launcher.data.defaultPipelineRoot, root);
  });

  it("fail where the release has not got what they are about", () => {
    const fails = (manifest: Manifest, message: RegExp) => {
      assert.throws(() => applyTransforms([manifest], store()), message);
    };
    fails(deployment("ml-pipeline", {}), /kubeflow\/ml-pipeline of this release has no variable OBJECTSTORE/);
    fails(deployment("ml-pipeline-ui", {}), /has no variable MINIO_NAMESPACE, MINIO_ACCESS_KEY/);
    fails(configMap("pipeline-install-config", {}), /has no bucketName, defaultPipelineRoot to replace/);
    fails(configMap("workflow-controller-configmap", {}), /has no artifactRepository/);
  });
});
