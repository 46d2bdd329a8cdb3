import assert from "node:assert/strict";
import { isObject, type Manifest } from "../../manifests";
import { bootstrapObjects } from "./bootstrap";
import { bootstrapScript } from "./script";
import { katibUsers } from "./users";

const server = {
  host: "db.example.com",
  port: 3307,
  administratorArn: "arn:aws:secretsmanager:x:1:secret:rds!db-1",
};
const users = [katibUsers.katib];
const labels = { "app.kubernetes.io/name": "katib-database", "app.kubernetes.io/component": "database" };

function jobIn(manifests: readonly Manifest[]): Manifest {
  const job = manifests.find(({ kind }) => kind === "Job");
  assert.ok(job);
  return job;
}

describe("bootstrapObjects", () => {
  it("are the administrator's secret, those of the users, and a hardened job", () => {
    const objects = bootstrapObjects({ component: "katib", server, users });
    const job = jobIn(objects);
    assert.match(job.metadata.name, /^katib-database-[0-9a-f]{10}$/);
    assert.deepEqual(objects, [
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: "katib-database-administrator", namespace: "kubeflow", labels },
        spec: {
          refreshInterval: "1h0m0s",
          secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
          target: { name: "katib-database-administrator", creationPolicy: "Owner" },
          data: ["username", "password"].map((property) => ({
            secretKey: property,
            remoteRef: { key: "arn:aws:secretsmanager:x:1:secret:rds!db-1", property },
          })),
        },
      },
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "katib-database", namespace: "kubeflow", labels },
        type: "Opaque",
      },
      {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: {
          name: job.metadata.name,
          namespace: "kubeflow",
          labels,
          annotations: { "pulumi.com/timeoutSeconds": "1200" },
        },
        spec: {
          backoffLimit: 6,
          activeDeadlineSeconds: 1200,
          template: {
            metadata: { labels: { ...labels, "sidecar.istio.io/inject": "false" } },
            spec: {
              restartPolicy: "Never",
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 65532,
                runAsGroup: 65532,
                fsGroup: 65532,
                seccompProfile: { type: "RuntimeDefault" },
              },
              containers: [
                {
                  name: "bootstrap",
                  image: "mysql:8.4",
                  imagePullPolicy: "Always",
                  command: ["bash", "-c", bootstrapScript(users, undefined)],
                  env: [
                    { name: "DATABASE_HOST", value: "db.example.com" },
                    { name: "DATABASE_PORT", value: "3307" },
                  ],
                  resources: {
                    requests: { cpu: "20m", memory: "64Mi", "ephemeral-storage": "16Mi" },
                    limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" },
                  },
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    capabilities: { drop: ["ALL"] },
                  },
                  volumeMounts: [
                    { name: "credentials", mountPath: "/etc/kubeflow-on-aws/credentials", readOnly: true },
                  ],
                },
              ],
              volumes: [
                {
                  name: "credentials",
                  projected: {
                    defaultMode: 0o440,
                    sources: [
                      {
                        secret: {
                          name: "katib-database-administrator",
                          items: [
                            { key: "username", path: "administrator/username" },
                            { key: "password", path: "administrator/password" },
                          ],
                        },
                      },
                      {
                        secret: {
                          name: "katib-database",
                          items: [{ key: "password", path: "users/katib/password" }],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        },
      },
    ]);
  });

  it("mount the authorities where there are some", () => {
    const objects = bootstrapObjects({ component: "katib", server: { ...server, caBundle: "PEM" }, users });
    assert.deepEqual(objects[0]?.data, { "ca.pem": "PEM" });
    assert.equal(objects[0].metadata.name, "katib-database-ca");
    const { spec } = jobIn(objects);
    const template = isObject(spec) && isObject(spec.template) ? spec.template.spec : undefined;
    const volumes = isObject(template) && Array.isArray(template.volumes) ? template.volumes : [];
    assert.deepEqual(volumes.slice(1), [{ name: "database-ca", configMap: { name: "katib-database-ca" } }]);
  });

  it("have another job where another script or server is meant, and the same otherwise", () => {
    const nameOf = (changes: object, these = users) =>
      jobIn(bootstrapObjects({ component: "katib", server: { ...server, ...changes }, users: these }))
        .metadata.name;
    assert.equal(nameOf({}), nameOf({ administratorArn: "another" }));
    assert.notEqual(nameOf({}), nameOf({ host: "other.example.com" }));
    assert.notEqual(nameOf({}), nameOf({ caBundle: "PEM" }));
    assert.notEqual(nameOf({}), nameOf({}, []));
  });
});
