import * as pulumi from "@pulumi/pulumi";
import type { DatabaseConfig } from "../config/database";
import { AuroraCluster } from "./aurora";
import type { DatabasePlace } from "./placement";
import { MysqlInstance } from "./rds";

/** What a {@link Database} is made from. */
export interface DatabaseArgs extends DatabasePlace {
  /** `kubeflow-infra:database`. */
  readonly config: DatabaseConfig;
}

/** The value of `database` in infra's outputs, parts of it still to come. */
export type DatabaseOutputs =
  | { readonly kind: "in-cluster" }
  | {
      readonly kind: "mysql";
      readonly host: pulumi.Output<string>;
      readonly port: pulumi.Output<number>;
      readonly credentialsSecretArn: pulumi.Output<string>;
    };

/**
 * MySQL for Kubeflow Pipelines, ML Metadata and Katib, of the kind that is configured. In the cluster it is upstream's
 * own, which the platform installs: nothing is made here.
 */
export class Database extends pulumi.ComponentResource {
  /** What the platform connects to. */
  readonly connection: DatabaseOutputs;
  /** ARN of what AWS Backup can copy; undefined where there is nothing. */
  readonly arn: pulumi.Output<string> | undefined;

  constructor(name: string, { config, ...place }: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Database", name, {}, opts);

    const managed = this.make(name, config, place);
    this.arn = managed?.arn;
    this.connection =
      managed === undefined
        ? { kind: "in-cluster" }
        : {
            kind: "mysql",
            host: managed.host,
            port: managed.port,
            credentialsSecretArn: managed.credentialsSecretArn,
          };

    this.registerOutputs({ connection: this.connection, arn: this.arn });
  }

  private make(
    name: string,
    config: DatabaseConfig,
    place: DatabasePlace,
  ): MysqlInstance | AuroraCluster | undefined {
    switch (config.kind) {
      case "rds":
        return new MysqlInstance(`${name}-mysql`, { ...place, config }, { parent: this });
      case "aurora-serverless":
        return new AuroraCluster(`${name}-aurora`, { ...place, config }, { parent: this });
      case "in-cluster":
        return undefined;
    }
  }
}
