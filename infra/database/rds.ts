import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import type { RdsConfig } from "../config/database";
import {
  BACKUP_WINDOW,
  CERTIFICATE_AUTHORITY,
  MAINTENANCE_WINDOW,
  MASTER_USERNAME,
  performanceInsightsArgs,
  protectionArgs,
  secretArnOf,
} from "./managed";
import { type DatabaseNames, databaseNames } from "./names";
import { parameterArgs, rdsParameterGroup } from "./parameters";
import { DatabasePlacement, type DatabasePlace, LOG_EXPORTS, MYSQL_PORT } from "./placement";

/** What a {@link MysqlInstance} is made from. */
export interface MysqlInstanceArgs extends DatabasePlace {
  /** `kubeflow-infra:database` of the kind rds. */
  readonly config: RdsConfig;
}

/**
 * Amazon RDS for MySQL: encrypted, by TLS only, reached by the nodes only, its password made and rotated by RDS in
 * Secrets Manager.
 *
 * Accounts are not bound to IAM: none of Kubeflow's programs can make the token that stands in for the password.
 * Enhanced Monitoring is left off: Performance Insights and CloudWatch answer what Kubeflow's load asks, without a
 * role more. Changes that need a restart wait for the maintenance window.
 */
export class MysqlInstance extends pulumi.ComponentResource {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  /** ARN of the Secrets Manager secret with `username` and `password`. RDS rotates it every seven days. */
  readonly credentialsSecretArn: pulumi.Output<string>;
  /** ARN of the instance, for AWS Backup. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: MysqlInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:MysqlInstance", name, {}, opts);
    const names = databaseNames(args.site, "mysql");

    const placement = new DatabasePlacement(
      `${name}-placement`,
      { ...args, names, owner: "instance" },
      { parent: this },
    );
    const parameters = this.setParameters(name, names, args.config.engineVersion);
    const instance = this.makeInstance(name, args, names, placement, parameters);

    this.host = instance.address;
    this.port = instance.port;
    this.credentialsSecretArn = instance.masterUserSecrets.apply(secretArnOf);
    this.arn = instance.arn;
    this.registerOutputs({
      host: this.host,
      port: this.port,
      credentialsSecretArn: this.credentialsSecretArn,
      arn: this.arn,
    });
  }

  private setParameters(name: string, names: DatabaseNames, engineVersion: string): rds.ParameterGroup {
    const { family, parameters } = rdsParameterGroup(engineVersion);
    return new rds.ParameterGroup(
      `${name}-parameters`,
      {
        name: names.parameterGroup,
        family,
        description: "Kubeflow: TLS only, utf8mb4, slow queries logged",
        parameters: parameterArgs(parameters),
        tags: { Name: names.parameterGroup },
      },
      { parent: this },
    );
  }

  private makeInstance(
    name: string,
    { config, site, dataKeyArn }: MysqlInstanceArgs,
    names: DatabaseNames,
    placement: DatabasePlacement,
    parameters: rds.ParameterGroup,
  ): rds.Instance {
    return new rds.Instance(
      name,
      {
        identifier: names.identifier,
        engine: "mysql",
        engineVersion: config.engineVersion,
        autoMinorVersionUpgrade: true,
        applyImmediately: false,
        instanceClass: config.instanceClass,
        multiAz: config.multiAz,

        storageType: "gp3",
        allocatedStorage: config.storageGiB,
        maxAllocatedStorage: config.maxStorageGiB,
        storageEncrypted: true,
        kmsKeyId: dataKeyArn,

        username: MASTER_USERNAME,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: dataKeyArn,
        iamDatabaseAuthenticationEnabled: false,

        port: MYSQL_PORT,
        publiclyAccessible: false,
        dbSubnetGroupName: placement.subnetGroupName,
        vpcSecurityGroupIds: [placement.securityGroupId],
        caCertIdentifier: CERTIFICATE_AUTHORITY,
        parameterGroupName: parameters.name,

        ...protectionArgs(config, site, names),
        backupWindow: BACKUP_WINDOW,
        maintenanceWindow: MAINTENANCE_WINDOW,
        ...performanceInsightsArgs(config.performanceInsights, dataKeyArn),
        enabledCloudwatchLogsExports: [...LOG_EXPORTS],
        tags: { Name: names.identifier },
      },
      // RDS makes the groups of its logs itself, without a key, where it comes first.
      { parent: this, dependsOn: placement, protect: config.deletionProtection },
    );
  }
}
