/** A database of the platform. */
export type DatabaseName = "mlpipeline" | "cachedb" | "metadb" | "katib" | "modelregistry";

/** A user of the database server, with what it is for. */
export interface DatabaseUser {
  readonly name: string;
  /** The databases that it may change; it sees no others. */
  readonly databases: readonly DatabaseName[];
  /** How it proves who it is. */
  readonly plugin: "caching_sha2_password" | "mysql_native_password";
  /** Secret of the namespace kubeflow with its `username` and `password`. */
  readonly secret: string;
  readonly because: string;
}

/** Users of Kubeflow Pipelines. */
export const pipelinesUsers = {
  /** API server and cache server, which take their user from one Secret. */
  pipelines: {
    name: "pipelines",
    databases: ["mlpipeline", "cachedb"],
    plugin: "caching_sha2_password",
    secret: "mysql-secret",
    because: "go-sql-driver 1.9.2 (KFP 2.16.0, go.mod) sends the password inside of TLS",
  },
  metadata: {
    name: "metadata",
    databases: ["metadb"],
    plugin: "mysql_native_password",
    secret: "metadata-database",
    because:
      "ML Metadata 1.14.0 asks for it by name (mysql_metadata_source.cc) and its MariaDB client 3.0.8 has no other",
  },
} as const satisfies Readonly<Record<string, DatabaseUser>>;

/** Users of Katib. */
export const katibUsers = {
  katib: {
    name: "katib",
    databases: ["katib"],
    plugin: "caching_sha2_password",
    secret: "katib-database",
    because: "go-sql-driver 1.5.0 (Katib 0.19.0, go.mod) sends the password inside of TLS",
  },
} as const satisfies Readonly<Record<string, DatabaseUser>>;

/** Users of the model registry. */
export const registryUsers = {
  registry: {
    name: "registry",
    databases: ["modelregistry"],
    plugin: "caching_sha2_password",
    secret: "model-registry-database",
    because: "go-sql-driver 1.9 (model-registry 0.3.7, go.mod) sends the password inside of TLS",
  },
} as const satisfies Readonly<Record<string, DatabaseUser>>;
