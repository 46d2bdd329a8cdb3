import * as ec2 from "@pulumi/aws/ec2";
import * as efs from "@pulumi/aws/efs";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { SharedStorageConfig } from "../config/storage";
import type { Site } from "../site";
import { fileSystemPolicy } from "./efs-policy";

/** What a {@link SharedFileSystem} is made from. */
export interface SharedFileSystemArgs {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:sharedStorage.efs`. */
  readonly config: SharedStorageConfig["efs"];
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, one a zone, in the order of `availabilityZones`. */
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /** Zones of the subnets: how many mount targets there are, and what they are called. */
  readonly availabilityZones: readonly string[];
  /** Security group of all nodes: who may mount it. */
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /** ARN of the KMS key. Another one replaces the file system. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/**
 * Amazon EFS with a mount target in each zone, for volumes that many pods write to.
 *
 * EFS deletes a file system with everything in it and has no protection of its own against that; in production it is
 * Pulumi that refuses (`pulumi state unprotect` is the way out).
 */
export class SharedFileSystem extends pulumi.ComponentResource {
  /** The file system's id; known once it can be mounted in every zone. */
  readonly fileSystemId: pulumi.Output<string>;
  /** The file system's ARN, for AWS Backup. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: SharedFileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:SharedFileSystem", name, {}, opts);

    const fileSystem = this.makeFileSystem(name, args);
    const securityGroup = this.letNodesIn(name, args);
    const mountTargets = firstOfEachZone(args.availabilityZones).map(
      ([zone, index]) =>
        new efs.MountTarget(
          `${name}-${zone}`,
          {
            fileSystemId: fileSystem.id,
            subnetId: pulumi.output(args.privateSubnetIds).apply((ids) => subnetOf(ids, zone, index)),
            securityGroups: [securityGroup.id],
          },
          { parent: this },
        ),
    );

    this.arn = fileSystem.arn;
    this.fileSystemId = pulumi
      .all([fileSystem.id, pulumi.all(mountTargets.map((target) => target.id))])
      .apply(([id]) => id);
    this.registerOutputs({ fileSystemId: this.fileSystemId, arn: this.arn });
  }

  private makeFileSystem(name: string, { site, config, dataKeyArn }: SharedFileSystemArgs): efs.FileSystem {
    const fileSystem = new efs.FileSystem(
      name,
      {
        creationToken: `${site.clusterName}-shared`,
        encrypted: true,
        kmsKeyId: dataKeyArn,
        performanceMode: "generalPurpose",
        throughputMode: config.throughputMode,
        lifecyclePolicies: [
          { transitionToIa: transitionAfter(config.infrequentAccessAfterDays) },
          { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
        ],
        tags: { Name: `${site.clusterName}-shared` },
      },
      { parent: this, protect: site.tier === "production" },
    );
    new efs.FileSystemPolicy(
      `${name}-policy`,
      {
        fileSystemId: fileSystem.id,
        policy: pulumi.jsonStringify(fileSystem.arn.apply(fileSystemPolicy)),
      },
      { parent: this },
    );
    new efs.BackupPolicy(
      `${name}-backup`,
      // The plan of infra/backup copies it, into a vault with a key and a policy; EFS' own copies would be paid too.
      { fileSystemId: fileSystem.id, backupPolicy: { status: "DISABLED" } },
      { parent: this },
    );
    return fileSystem;
  }

  private letNodesIn(name: string, { site, vpcId, nodeSecurityGroupId }: SharedFileSystemArgs) {
    const group = new ec2.SecurityGroup(
      `${name}-group`,
      {
        name: `${site.clusterName}-efs`,
        description: "NFS from the nodes to the shared file system",
        vpcId,
        tags: { Name: `${site.clusterName}-efs` },
      },
      { parent: this },
    );
    new vpc.SecurityGroupIngressRule(
      `${name}-from-nodes`,
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: nodeSecurityGroupId,
        ipProtocol: "tcp",
        fromPort: NFS_PORT,
        toPort: NFS_PORT,
        description: "NFS from the nodes",
        tags: { Name: `${site.clusterName}-efs-from-nodes` },
      },
      { parent: this },
    );
    return group;
  }
}

const NFS_PORT = 2049;

function subnetOf(ids: readonly string[], zone: string, index: number): string {
  const id = ids[index];
  if (id === undefined) {
    throw new Error(`there is no private subnet of ${zone}: ${ids.length} subnets came for more zones`);
  }
  return id;
}

/** The period as EFS spells it. */
export function transitionAfter(days: number): string {
  return days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`;
}

/** EFS takes one mount target a zone; a VPC that was there may have several subnets in one. */
function firstOfEachZone(zones: readonly string[]): (readonly [zone: string, index: number])[] {
  return zones
    .map((zone, index) => [zone, index] as const)
    .filter(([zone, index]) => zones.indexOf(zone) === index);
}
