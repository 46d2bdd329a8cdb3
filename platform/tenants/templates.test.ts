import assert from "node:assert/strict";
import { objectsOf, type TenantObject, TenantTemplates } from "../../contract";
import { applyTransforms, type Manifest } from "../../manifests";
import { PlatformConfig } from "../config";
import { awsInfra, contextOf, localInfra, settingOf } from "../testing/settings";
import { profileLabels } from "./labels";
import { withoutNetworkPolicyRights } from "./roles";
import { tenantObjects, tenantTemplates } from "./templates";

const names = (objects: readonly Pick<Manifest, "kind" | "metadata">[]) =>
  objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

function objectOf(key: string, context = contextOf(awsInfra), tenant = "team-a"): TenantObject {
  return (
    objectsOf(tenantTemplates(context), tenant).find((object) => names([object]).includes(key)) ??
    assert.fail(`no ${key}`)
  );
}

describe("tenantTemplates", () => {
  it("are eleven objects of each tenant where everything is installed", () => {
    assert.deepEqual(names(tenantObjects(contextOf(awsInfra))), [
      "NetworkPolicy/tenant",
      "LimitRange/tenant",
      "ConfigMap/kfp-launcher",
      "ConfigMap/artifact-repositories",
      "ConfigMap/metadata-grpc-configmap",
      "Deployment/ml-pipeline-ui-artifact",
      "Service/ml-pipeline-ui-artifact",
      "PodDefault/access-ml-pipeline",
      "PodDefault/access-s3",
      "LocalQueue/default",
      "AuthorizationPolicy/models-known-callers",
    ]);
  });

  it("are only what the installed parts understand", () => {
    const bare = contextOf(awsInfra, { tenants: { networkPolicies: false } }, [
      "pipelines",
      "admissionWebhook",
      "kueue",
      "kserve",
    ]);
    assert.deepEqual(names(tenantObjects(bare)), ["LimitRange/tenant"]);
    assert.deepEqual(tenantTemplates(bare).values, {});
  });

  it("satisfy the contract, and hold no Secret", () => {
    for (const infra of [localInfra, awsInfra]) {
      const templates = tenantTemplates(contextOf(infra));
      assert.deepEqual(TenantTemplates.parse(templates), templates);
      assert.ok(!templates.objects.some(({ kind }) => kind === "Secret"));
    }
  });

  it("leave no placeholder of ours behind", () => {
    const text = JSON.stringify(objectsOf(tenantTemplates(contextOf(awsInfra)), "team-a"));
    assert.doesNotMatch(text, /\{\{tenant\./);
    assert.match(text, /\{\{workflow\.name\}\}/);
  });

  it("put artifacts of a tenant below its own prefix of S3, without keys", () => {
    assert.deepEqual(objectOf("ConfigMap/kfp-launcher").data, {
      clusterDomain: ".svc.cluster.local",
      defaultPipelineRoot: "s3://kubeflow-prod-artifacts/team-a/pipelines",
      providers: JSON.stringify({
        s3: {
          default: {
            endpoint: "s3.us-west-2.amazonaws.com",
            region: "us-west-2",
            disableSSL: false,
            credentials: { fromEnv: true },
          },
        },
      }),
    });
    const repositories = objectOf("ConfigMap/artifact-repositories");
    assert.deepEqual(repositories.metadata, {
      name: "artifact-repositories",
      namespace: "team-a",
      annotations: { "workflows.argoproj.io/default-artifact-repository": "default-namespaced" },
    });
    assert.deepEqual(repositories.data, {
      "default-namespaced": JSON.stringify({
        archiveLogs: true,
        s3: {
          endpoint: "s3.us-west-2.amazonaws.com",
          region: "us-west-2",
          bucket: "kubeflow-prod-artifacts",
          keyFormat:
            "team-a/workflows/{{workflow.name}}/{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}",
          insecure: false,
          useSDKCreds: true,
        },
      }),
    });
  });

  it("know the other name of S3 in China", () => {
    const [aws, objectStorage] = [awsInfra.aws, awsInfra.objectStorage];
    assert.ok(aws !== undefined && objectStorage.kind === "s3");
    const infra = {
      ...awsInfra,
      aws: { ...aws, partition: "aws-cn" },
      objectStorage: { ...objectStorage, region: "cn-north-1" },
    };
    assert.match(
      JSON.stringify(objectOf("ConfigMap/kfp-launcher", contextOf(infra)).data),
      /s3\.cn-north-1\.amazonaws\.com\.cn/,
    );
  });

  it("put them below upstream's prefix of the namespace where they are in the cluster", () => {
    const { data } = objectOf("ConfigMap/kfp-launcher", contextOf(localInfra));
    assert.deepEqual(data, {
      clusterDomain: ".svc.cluster.local",
      defaultPipelineRoot: "minio://mlpipeline/private-artifacts/team-a/v2/artifacts",
    });
  });

  it("lead jobs to the share that a tenant has", () => {
    const shares = [{ name: "research", tenants: ["vision"] }];
    const context = contextOf(awsInfra, { queues: { shares } });
    const queueOf = (tenant: string) => objectOf("LocalQueue/default", context, tenant).spec;
    assert.deepEqual(queueOf("vision"), { clusterQueue: "research" });
    assert.deepEqual(queueOf("team-a"), { clusterQueue: "shared" });
  });

  it("give pods a size, and tenants a ceiling where one is configured", () => {
    assert.deepEqual(objectOf("LimitRange/tenant").spec, {
      limits: [{ type: "Container", defaultRequest: { cpu: "100m", memory: "256Mi" } }],
    });
    const ceiling = { cpu: 64, memoryGiB: 512, gpus: 0, storageGiB: 0.5 };
    assert.deepEqual(
      objectOf("ResourceQuota/tenant-ceiling", contextOf(awsInfra, { tenants: { ceiling } })).spec,
      {
        hard: {
          "requests.cpu": "64",
          "requests.memory": "512Gi",
          "requests.nvidia.com/gpu": "0",
          "requests.storage": "512Mi",
        },
      },
    );
  });

  it("let pods ask for a token of the Pipelines API, and know their folders", () => {
    const { spec } = objectOf("PodDefault/access-s3");
    assert.deepEqual(spec, {
      selector: { matchLabels: { "access-s3": "true" } },
      desc: "Set the region and this namespace's folders of S3",
      env: [
        { name: "AWS_REGION", value: "us-west-2" },
        { name: "AWS_DEFAULT_REGION", value: "us-west-2" },
        { name: "ARTIFACTS_URI", value: "s3://kubeflow-prod-artifacts/team-a/" },
        { name: "MODELS_URI", value: "s3://kubeflow-prod-models/team-a/" },
      ],
    });
    assert.match(
      JSON.stringify(objectOf("PodDefault/access-ml-pipeline").spec),
      /"audience":"pipelines\.kubeflow\.org"/,
    );
  });
});

describe("profileLabels", () => {
  const labels = (text: string): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "namespace-labels-data-2k29b64d74", namespace: "kubeflow" },
    data: { "namespace-labels.yaml": text },
  });

  it("hold pods to what is configured, and tell of what is not restricted", () => {
    const [changed] = applyTransforms(
      [labels('pipelines.kubeflow.org/enabled: "true"')],
      [profileLabels(settingOf(localInfra, { tenants: { podSecurity: "privileged" } }).config)],
    );
    assert.deepEqual(
      changed?.data,
      labels(
        [
          "app.kubernetes.io/part-of: kubeflow-profile",
          "katib.kubeflow.org/metrics-collector-injection: enabled",
          'pipelines.kubeflow.org/enabled: "true"',
          "serving.kubeflow.org/inferenceservice: enabled",
          "pod-security.kubernetes.io/audit: restricted",
          "pod-security.kubernetes.io/enforce: privileged",
          "pod-security.kubernetes.io/warn: restricted",
          "",
        ].join("\n"),
      ).data,
    );
  });

  it("fail where a release has a label that would be lost", () => {
    assert.throws(
      () => profileLabels(settingOf(localInfra).config)(labels("new.example.com/label: x")),
      /new\.example\.com\/label/,
    );
    assert.throws(() => profileLabels(settingOf(localInfra).config)(labels("")), /namespace-labels/);
  });
});

describe("withoutNetworkPolicyRights", () => {
  const role = (...resources: string[]): Manifest => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "kubeflow-kubernetes-edit" },
    rules: [{ apiGroups: ["networking.k8s.io"], resources, verbs: ["create"] }],
  });

  it("takes one right and no other", () => {
    assert.deepEqual(withoutNetworkPolicyRights(role("ingresses", "networkpolicies")), role("ingresses"));
  });

  it("fails where a release gives the right by another role", () => {
    assert.throws(() => withoutNetworkPolicyRights(role("ingresses")), /no right to networkpolicies/);
  });
});

describe("TenantsConfig", () => {
  for (const [egress, message] of [
    [{ cidr: "example.com", ports: [22] }, /an IPv4 network/],
    [{ cidr: "10.0.0.0/8", ports: [] }, /one port or more/],
    [{ cidr: "10.0.0.0/8", ports: [70_000] }, /65535 or less/],
  ] as const) {
    it(`refuses ${JSON.stringify(egress)}`, () => {
      assert.throws(() => PlatformConfig.parse({ tenants: { egress: [egress] } }), message);
    });
  }
});
