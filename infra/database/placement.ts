import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as rds from "@pulumi/aws/rds";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import type { DatabaseNames } from "./names";

/** MySQL's port. */
export const MYSQL_PORT = 3306;

/** Logs that are published. The general log is not: it has every statement, with what is in it. */
export const LOG_EXPORTS = ["error", "slowquery"] as const;

/** Days that the database's logs are kept. */
export const DATABASE_LOG_DAYS = 90;

/** What both managed kinds of database are made from. */
export interface DatabasePlace {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets of two zones or more. */
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /** Security group of all nodes: who may connect. */
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /** ARN of the KMS key of storage, password, logs and Performance Insights. Another one replaces the database. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/** What a {@link DatabasePlacement} is made from. */
export interface DatabasePlacementArgs extends DatabasePlace {
  readonly names: DatabaseNames;
  /** RDS' word for what writes the logs, which is part of their groups' names. */
  readonly owner: "instance" | "cluster";
}

/**
 * What a database stands on: subnets, a door for the nodes only, and the groups of its logs, which RDS would else
 * make itself, without a key and without an end.
 */
export class DatabasePlacement extends pulumi.ComponentResource {
  /** Name of the subnet group. */
  readonly subnetGroupName: pulumi.Output<string>;
  /** The security group that lets nodes in; nothing goes out of it. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: DatabasePlacementArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:DatabasePlacement", name, {}, opts);
    const { names } = args;

    const subnets = new rds.SubnetGroup(
      `${name}-subnets`,
      {
        name: names.subnetGroup,
        description: "Private subnets of the Kubeflow database",
        subnetIds: args.privateSubnetIds,
        tags: { Name: names.subnetGroup },
      },
      { parent: this },
    );
    const group = new ec2.SecurityGroup(
      `${name}-group`,
      {
        name: names.securityGroup,
        description: "MySQL from the nodes to the Kubeflow database",
        vpcId: args.vpcId,
        tags: { Name: names.securityGroup },
      },
      { parent: this },
    );
    new vpc.SecurityGroupIngressRule(
      `${name}-from-nodes`,
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: args.nodeSecurityGroupId,
        ipProtocol: "tcp",
        fromPort: MYSQL_PORT,
        toPort: MYSQL_PORT,
        description: "MySQL from the nodes",
        tags: { Name: `${names.securityGroup}-from-nodes` },
      },
      { parent: this },
    );
    for (const log of LOG_EXPORTS) {
      new cloudwatch.LogGroup(
        `${name}-${log}`,
        {
          name: `/aws/rds/${args.owner}/${names.identifier}/${log}`,
          retentionInDays: DATABASE_LOG_DAYS,
          kmsKeyId: args.dataKeyArn,
        },
        { parent: this },
      );
    }

    this.subnetGroupName = subnets.name;
    this.securityGroupId = group.id;
    this.registerOutputs({ subnetGroupName: this.subnetGroupName, securityGroupId: this.securityGroupId });
  }
}
