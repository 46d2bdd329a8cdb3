import assert from "node:assert/strict";
import { objectsOf } from "../../contract";
import { applyTransforms, findImages, type Manifest, mapImages } from "../../manifests";
import { awsInfra, contextOf, localInfra, settingOf } from "../testing/settings";
import { artifactServerObjects } from "./artifact-server";
import { tenantTemplates } from "./templates";

const name = "ml-pipeline-ui-artifact";
const labels = { app: name };

const kindsIn = (context: Parameters<typeof tenantTemplates>[0]) =>
  tenantTemplates(context).objects.map(({ kind }) => kind);

describe("artifactServerObjects", () => {
  it("are a server without a token, as the tenant, whom the mesh stands before", () => {
    const [server] = objectsOf(tenantTemplates(contextOf(awsInfra)), "team-a").filter(
      ({ kind }) => kind === "Deployment",
    );
    assert.deepEqual(server, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace: "team-a", labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { app: name, "sidecar.istio.io/inject": "true" } },
          spec: {
            serviceAccountName: "default-editor",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            // The image is published for no other.
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    {
                      matchExpressions: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
                    },
                  ],
                },
              },
            },
            containers: [
              {
                name,
                image: "ghcr.io/kubeflow/kfp-frontend:2.16.0",
                imagePullPolicy: "IfNotPresent",
                ports: [{ name: "http", containerPort: 3000, protocol: "TCP" }],
                env: [
                  { name: "AWS_REGION", value: "us-west-2" },
                  { name: "AWS_S3_ENDPOINT", value: "s3.us-west-2.amazonaws.com" },
                  { name: "FRONTEND_SERVER_NAMESPACE", value: "team-a" },
                  { name: "ALLOWED_ARTIFACT_DOMAIN_REGEX", value: "^https://" },
                  { name: "DISABLE_GKE_METADATA", value: "true" },
                ],
                resources: {
                  requests: { cpu: "10m", memory: "160Mi", "ephemeral-storage": "32Mi" },
                  limits: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "256Mi" },
                },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  runAsGroup: 65532,
                  runAsNonRoot: true,
                  runAsUser: 65532,
                },
                readinessProbe: { tcpSocket: { port: 3000 }, periodSeconds: 10, timeoutSeconds: 5 },
                livenessProbe: { tcpSocket: { port: 3000 }, periodSeconds: 20, timeoutSeconds: 5 },
              },
            ],
          },
        },
      },
    });
  });

  it("are a Service that the UI finds", () => {
    const service = objectsOf(tenantTemplates(contextOf(awsInfra)), "team-a").find(
      ({ kind }) => kind === "Service",
    );
    assert.deepEqual(service, {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: "team-a", labels },
      spec: {
        type: "ClusterIP",
        selector: labels,
        ports: [{ name: "http", port: 80, targetPort: 3000, protocol: "TCP" }],
      },
    });
  });

  it("are there only on S3, where pipelines are, and where artifacts are shown", () => {
    const hidden = { pipelines: { showArtifacts: false } };
    assert.deepEqual(artifactServerObjects(settingOf(localInfra)), []);
    assert.deepEqual(artifactServerObjects(settingOf(awsInfra, hidden)), []);
    for (const context of [
      contextOf(localInfra),
      contextOf(awsInfra, hidden),
      contextOf(awsInfra, {}, ["pipelines"]),
    ]) {
      assert.ok(!kindsIn(context).some((kind) => kind === "Deployment" || kind === "Service"));
    }
  });

  it("have an image that mirrors and digests reach, in the ConfigMap that the hook reads", () => {
    const templates: Manifest = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "hook", namespace: "kubeflow" },
      data: { "tenants.json": JSON.stringify(tenantTemplates(contextOf(awsInfra)), undefined, 1) },
    };
    const mapped = applyTransforms([templates], [mapImages({ registries: {}, mirror: "mirror.example" })]);
    assert.deepEqual(
      findImages(mapped).map(({ reference }) => reference),
      ["mirror.example/ghcr.io/kubeflow/kfp-frontend:2.16.0"],
    );
  });
});
