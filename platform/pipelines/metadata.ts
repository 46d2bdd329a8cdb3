import * as pulumi from "@pulumi/pulumi";
import { type Json, objectKey, on, type Transform } from "../../manifests";
import { onPod, replaceEnvironment } from "../components/environment-variables";
import { caFile, type DatabaseServer, pipelinesUsers, trustDatabase } from "../database";
import { inKubeflow } from "./objects";

const target = inKubeflow({ kind: "Deployment", name: "metadata-grpc-deployment" });

const configuration = { file: "server.textproto", directory: "/etc/kubeflow-on-aws/metadata" } as const;

const { metadata } = pipelinesUsers;

/**
 * ML Metadata on a server that asks for TLS: its flags have no field for it, only its configuration file does, which
 * has the password in it and so is a Secret (1.14.0, metadata_store_server_main.cc). The flags stay: where it can't
 * read its file it goes on with them and is refused for want of TLS; without them it would keep everything in memory.
 */
export function metadataTransforms(server: DatabaseServer): readonly Transform[] {
  const fromSecret = (key: string) => ({
    valueFrom: { secretKeyRef: { name: metadata.secret, key } },
  });
  return [
    on(target, (manifest) => {
      if (!JSON.stringify(manifest).includes("--mysql_config_host")) {
        throw new Error(`${objectKey(manifest)} of this release takes no --mysql_config_host`);
      }
      return manifest;
    }),
    replaceEnvironment(target, {
      DBCONFIG_USER: fromSecret("username"),
      DBCONFIG_PASSWORD: fromSecret("password"),
    }),
    onPod(target, ({ podSpec, container, annotations }) => ({
      annotations,
      podSpec: {
        ...podSpec,
        volumes: [
          ...listOf(podSpec.volumes),
          {
            name: "metadata-configuration",
            secret: {
              secretName: metadata.secret,
              items: [{ key: configuration.file, path: configuration.file }],
            },
          },
        ],
      },
      container: {
        ...container,
        args: [
          ...listOf(container.args),
          `--metadata_store_server_config_file=${configuration.directory}/${configuration.file}`,
        ],
        volumeMounts: [
          ...listOf(container.volumeMounts),
          { name: "metadata-configuration", mountPath: configuration.directory, readOnly: true },
        ],
      },
    })),
    trustDatabase(target, "pipelines", server),
  ];
}

/** The content of the Secret that {@link metadataTransforms} mounts. */
export function metadataSecret(
  server: DatabaseServer,
  password: pulumi.Input<string>,
): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    username: metadata.name,
    password,
    [configuration.file]: pulumi.output(password).apply((text) => serverConfiguration(server, text)),
  };
}

/**
 * MetadataStoreServerConfig as text (1.14.0, proto/metadata_store.proto). `ssl_options` alone makes its client ask for
 * TLS; `ca` makes it check the certificate. `verify_server_cert` has to stay off: it would compare the host's name with
 * nothing and refuse every server, as the client (MariaDB Connector/C 3.0.8, secure/openssl.c) leaves its length 0 to
 * be found out, which the BoringSSL that it is built with does not do. So a server with another certificate of the
 * same authorities would be taken for the right one.
 */
export function serverConfiguration(server: DatabaseServer, password: string): string {
  const [database] = metadata.databases;
  const ssl = server.caBundle === undefined ? "ssl_options {}" : `ssl_options { ca: ${quoted(caFile.path)} }`;
  return `${[
    "connection_config {",
    "  mysql {",
    `    host: ${quoted(server.host)}`,
    `    port: ${server.port}`,
    `    database: ${quoted(database)}`,
    `    user: ${quoted(metadata.name)}`,
    `    password: ${quoted(password)}`,
    `    ${ssl}`,
    "    skip_db_creation: true",
    "  }",
    "}",
    "migration_options { enable_upgrade_migration: true }",
  ].join("\n")}\n`;
}

/** Texts of the text format are those of C; what JSON escapes in these, C escapes the same way. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
