import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import type { AuroraConfig } from "../config/database";
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
import { AURORA_PARAMETERS, parameterArgs } from "./parameters";
import { DatabasePlacement, type DatabasePlace, LOG_EXPORTS, MYSQL_PORT } from "./placement";

/** What an {@link AuroraCluster} is made from. */
export interface AuroraClusterArgs extends DatabasePlace {
  /** `kubeflow-infra:database` of the kind aurora-serverless. */
  readonly config: AuroraConfig;
}

/**
 * Amazon Aurora MySQL, serverless v2: a writer and readers that each grow and shrink between two capacities. As
 * closed as the instance of RDS, and for the same reasons without IAM accounts and Enhanced Monitoring.
 */
export class AuroraCluster extends pulumi.ComponentResource {
  /** The writer, whichever instance it is. */
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  /** ARN of the Secrets Manager secret with `username` and `password`. RDS rotates it every seven days. */
  readonly credentialsSecretArn: pulumi.Output<string>;
  /** ARN of the cluster, for AWS Backup. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AuroraClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:AuroraCluster", name, {}, opts);
    const names = databaseNames(args.site, "aurora");

    const placement = new DatabasePlacement(
      `${name}-placement`,
      { ...args, names, owner: "cluster" },
      { parent: this },
    );
    const cluster = this.makeCluster(name, args, names, placement);
    const instances = this.makeInstances(name, args, names, cluster);

    // Nothing answers at the endpoint until there is an instance.
    this.host = pulumi
      .all([cluster.endpoint, pulumi.all(instances.map((instance) => instance.id))])
      .apply(([endpoint]) => endpoint);
    this.port = cluster.port;
    this.credentialsSecretArn = cluster.masterUserSecrets.apply(secretArnOf);
    this.arn = cluster.arn;
    this.registerOutputs({
      host: this.host,
      port: this.port,
      credentialsSecretArn: this.credentialsSecretArn,
      arn: this.arn,
    });
  }

  private makeCluster(
    name: string,
    { config, site, dataKeyArn }: AuroraClusterArgs,
    names: DatabaseNames,
    placement: DatabasePlacement,
  ): rds.Cluster {
    const parameters = new rds.ClusterParameterGroup(
      `${name}-parameters`,
      {
        name: names.parameterGroup,
        family: "aurora-mysql8.0",
        description: "Kubeflow: TLS only, utf8mb4, slow queries logged",
        parameters: parameterArgs(AURORA_PARAMETERS),
        tags: { Name: names.parameterGroup },
      },
      { parent: this },
    );
    return new rds.Cluster(
      name,
      {
        clusterIdentifier: names.identifier,
        engine: "aurora-mysql",
        engineMode: "provisioned",
        engineVersion: config.engineVersion,
        applyImmediately: false,
        serverlessv2ScalingConfiguration: {
          minCapacity: config.minCapacity,
          maxCapacity: config.maxCapacity,
        },

        storageEncrypted: true,
        kmsKeyId: dataKeyArn,

        masterUsername: MASTER_USERNAME,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: dataKeyArn,
        iamDatabaseAuthenticationEnabled: false,

        port: MYSQL_PORT,
        dbSubnetGroupName: placement.subnetGroupName,
        vpcSecurityGroupIds: [placement.securityGroupId],
        dbClusterParameterGroupName: parameters.name,

        ...protectionArgs(config, site, names),
        preferredBackupWindow: BACKUP_WINDOW,
        preferredMaintenanceWindow: MAINTENANCE_WINDOW,
        // Of the cluster and of each instance: the provider would see a difference where only one is told.
        ...performanceInsightsArgs(config.performanceInsights, dataKeyArn),
        enabledCloudwatchLogsExports: [...LOG_EXPORTS],
        tags: { Name: names.identifier },
      },
      // RDS makes the groups of its logs itself, without a key, where it comes first.
      { parent: this, dependsOn: placement, protect: config.deletionProtection },
    );
  }

  /** The first instance begins as the writer; Aurora puts the others into other zones. */
  private makeInstances(
    name: string,
    { config, dataKeyArn }: AuroraClusterArgs,
    names: DatabaseNames,
    cluster: rds.Cluster,
  ): rds.ClusterInstance[] {
    return Array.from({ length: config.readers + 1 }, (_, index) => {
      const identifier = `${names.identifier}-${index}`;
      return new rds.ClusterInstance(
        `${name}-${index}`,
        {
          identifier,
          clusterIdentifier: cluster.id,
          engine: "aurora-mysql",
          instanceClass: "db.serverless",
          // Those of the first two tiers scale with the writer and can take over at its size.
          promotionTier: index === 0 ? 0 : 1,
          publiclyAccessible: false,
          autoMinorVersionUpgrade: true,
          applyImmediately: false,
          caCertIdentifier: CERTIFICATE_AUTHORITY,
          copyTagsToSnapshot: true,
          ...performanceInsightsArgs(config.performanceInsights, dataKeyArn),
          tags: { Name: identifier },
        },
        { parent: this },
      );
    });
  }
}
