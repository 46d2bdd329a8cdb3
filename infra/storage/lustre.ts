import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as fsx from "@pulumi/aws/fsx";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import { LOG_RETENTION_DAYS, type LustreConfig, deploymentArgs, portRules } from "./lustre-spec";

/** What a {@link TrainingFileSystem} is made from. */
export interface TrainingFileSystemArgs {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:sharedStorage.lustre`. */
  readonly config: LustreConfig;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets; the file system is in the zone of the first, and nodes elsewhere pay for traffic between zones. */
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /** Security group of all nodes: who may mount it. */
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /** ARN of the KMS key of what is persistent, and of the log. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Name of the bucket whose objects appear as files. */
  readonly artifactsBucket: pulumi.Input<string>;
}

/** How the file system is found and mounted. */
export interface LustreOutputs {
  readonly id: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly mountName: pulumi.Output<string>;
}

/**
 * Amazon FSx for Lustre, linked to the artifacts bucket: its objects are files under /artifacts, read from S3 when
 * they are first opened.
 *
 * The link imports and never exports. Lustre knows users and groups, not tenants: with an export, whoever mounts it
 * could overwrite another tenant's objects in S3, where their own role does not let them. For the same reason a
 * volume of it shows the artifacts of all tenants to those who mount it. Results go to S3 by the workload's role.
 */
export class TrainingFileSystem extends pulumi.ComponentResource {
  /** How to mount it; known once the bucket is linked. */
  readonly lustre: LustreOutputs;

  constructor(name: string, args: TrainingFileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:TrainingFileSystem", name, {}, opts);

    const securityGroup = this.letNodesIn(name, args);
    const logGroup = this.makeLog(name, args);
    const fileSystem = this.makeFileSystem(name, args, securityGroup, logGroup);
    const link = this.linkBucket(name, args, fileSystem);

    this.lustre = {
      id: pulumi.all([fileSystem.id, link.id]).apply(([id]) => id),
      dnsName: fileSystem.dnsName,
      mountName: fileSystem.mountName,
    };
    this.registerOutputs({ lustre: this.lustre });
  }

  private makeFileSystem(
    name: string,
    { site, config, privateSubnetIds, dataKeyArn }: TrainingFileSystemArgs,
    securityGroup: ec2.SecurityGroup,
    logGroup: cloudwatch.LogGroup,
  ): fsx.LustreFileSystem {
    return new fsx.LustreFileSystem(
      name,
      {
        ...deploymentArgs(config, dataKeyArn),
        subnetIds: pulumi.output(privateSubnetIds).apply(firstOf),
        securityGroupIds: [securityGroup.id],
        // An object that could not be read or listed is nowhere else to be seen.
        logConfiguration: { destination: logGroup.arn, level: "WARN_ERROR" },
        tags: { Name: `${site.clusterName}-training` },
      },
      { parent: this },
    );
  }

  private linkBucket(
    name: string,
    { site, artifactsBucket }: TrainingFileSystemArgs,
    fileSystem: fsx.LustreFileSystem,
  ): fsx.DataRepositoryAssociation {
    return new fsx.DataRepositoryAssociation(
      `${name}-artifacts`,
      {
        fileSystemId: fileSystem.id,
        fileSystemPath: "/artifacts",
        dataRepositoryPath: pulumi.interpolate`s3://${artifactsBucket}`,
        batchImportMetaDataOnCreate: true,
        s3: { autoImportPolicy: { events: ["NEW", "CHANGED", "DELETED"] } },
        tags: { Name: `${site.clusterName}-training-artifacts` },
      },
      { parent: this },
    );
  }

  private makeLog(name: string, { site, dataKeyArn }: TrainingFileSystemArgs): cloudwatch.LogGroup {
    return new cloudwatch.LogGroup(
      `${name}-log`,
      {
        // FSx only writes to groups whose names begin so.
        name: `/aws/fsx/${site.clusterName}-training`,
        retentionInDays: LOG_RETENTION_DAYS,
        kmsKeyId: dataKeyArn,
      },
      { parent: this },
    );
  }

  private letNodesIn(name: string, { site, vpcId, nodeSecurityGroupId }: TrainingFileSystemArgs) {
    const group = new ec2.SecurityGroup(
      `${name}-group`,
      {
        name: `${site.clusterName}-lustre`,
        description: "Lustre between the nodes and the file servers",
        vpcId,
        tags: { Name: `${site.clusterName}-lustre` },
      },
      { parent: this },
    );
    const groups = { servers: group.id, nodes: nodeSecurityGroupId };
    for (const rule of portRules) {
      const args = {
        securityGroupId: groups[rule.of],
        referencedSecurityGroupId: groups[rule.peer],
        ipProtocol: "tcp",
        fromPort: rule.fromPort,
        toPort: rule.toPort,
        description: rule.description,
        tags: { Name: `${site.clusterName}-lustre-${rule.name}` },
      };
      if (rule.direction === "in") {
        new vpc.SecurityGroupIngressRule(`${name}-${rule.name}`, args, { parent: this });
      } else {
        new vpc.SecurityGroupEgressRule(`${name}-${rule.name}`, args, { parent: this });
      }
    }
    return group;
  }
}

function firstOf(ids: readonly string[]): string {
  const [first] = ids;
  if (first === undefined) {
    throw new Error("there is no private subnet for the Lustre file system");
  }
  return first;
}
