import assert from "node:assert/strict";
import { applyTransforms } from "../../manifests";
import { metadataTransforms, serverConfiguration } from "./metadata";
import { deployment } from "./testing";

const server = { host: "db.example.com", port: 3307, administratorArn: "arn" };
const file = "/etc/kubeflow-on-aws/metadata/server.textproto";
const fromSecret = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
const args = ["--mysql_config_host=$(MYSQL_HOST)"];

describe("metadataTransforms", () => {
  it("hand the server its file and its own user, and leave the flags that are refused without TLS", () => {
    const before = deployment(
      "metadata-grpc-deployment",
      {
        DBCONFIG_USER: fromSecret("mysql-secret", "username"),
        DBCONFIG_PASSWORD: fromSecret("mysql-secret", "password"),
      },
      { args },
    );
    const [after] = applyTransforms([before], metadataTransforms(server));
    assert.deepEqual(after?.spec, {
      template: {
        metadata: { labels: { app: "metadata-grpc-deployment" } },
        spec: {
          volumes: [
            {
              name: "metadata-configuration",
              secret: {
                secretName: "metadata-database",
                items: [{ key: "server.textproto", path: "server.textproto" }],
              },
            },
          ],
          containers: [
            {
              name: "server",
              args: [...args, `--metadata_store_server_config_file=${file}`],
              env: [
                { name: "DBCONFIG_USER", ...fromSecret("metadata-database", "username") },
                { name: "DBCONFIG_PASSWORD", ...fromSecret("metadata-database", "password") },
              ],
              volumeMounts: [
                {
                  name: "metadata-configuration",
                  mountPath: "/etc/kubeflow-on-aws/metadata",
                  readOnly: true,
                },
              ],
            },
          ],
        },
      },
    });
  });

  it("fail where the release starts it otherwise", () => {
    const other = deployment("metadata-grpc-deployment", {}, { args: ["--config"] });
    assert.throws(() => applyTransforms([other], metadataTransforms(server)), /takes no --mysql_config_host/);
  });
});

describe("serverConfiguration", () => {
  const text = (ssl: string) =>
    [
      "connection_config {",
      "  mysql {",
      '    host: "db.example.com"',
      "    port: 3307",
      '    database: "metadb"',
      '    user: "metadata"',
      '    password: "aB3"',
      `    ${ssl}`,
      "    skip_db_creation: true",
      "  }",
      "}",
      "migration_options { enable_upgrade_migration: true }",
      "",
    ].join("\n");

  it("asks for TLS, and for authorities where there are some", () => {
    assert.equal(serverConfiguration(server, "aB3"), text("ssl_options {}"));
    assert.equal(
      serverConfiguration({ ...server, caBundle: "PEM" }, "aB3"),
      text('ssl_options { ca: "/etc/kubeflow-on-aws/database/ca.pem" }'),
    );
  });
});
