import type * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { NodeInterface } from "./interfaces";
import type { Volume } from "./storage";

/** What a launch template of a managed node group is computed from. */
export interface LaunchTemplateSpec {
  /** Physical name of template, instances, volumes and interfaces. */
  readonly name: string;
  readonly volumes: readonly Volume[];
  /** KMS key of the volumes. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Tags of what is started from it. */
  readonly nodeTags: Readonly<Record<string, string>>;
  /** Network interfaces to start with. Default: one. */
  readonly interfaces?: readonly NodeInterface[] | undefined;
  /** User data, not encoded. Default: EKS' own only. */
  readonly userData?: string | undefined;
  /** Cluster placement group to start in. Default: none. */
  readonly placementGroup?: pulumi.Input<string> | undefined;
  /** Reservation to start in. Default: none. */
  readonly reservation?:
    | {
        readonly id: string;
        readonly kind: "on-demand" | "capacity-block";
        readonly instanceType: string;
      }
    | undefined;
}

/** Tags from a launch template are given to these; EKS refuses one for spot requests. */
const TAGGED = ["instance", "volume", "network-interface"] as const;

/**
 * Launch template of a managed node group: credentials only through IMDSv2 and out of pods' reach (hop limit 1),
 * volumes encrypted, tags on whatever is started. The image, the role and the subnets are the node group's.
 */
export function launchTemplateArgs(spec: LaunchTemplateSpec): ec2.LaunchTemplateArgs {
  const tags = { ...spec.nodeTags, Name: spec.name };
  return {
    name: spec.name,
    updateDefaultVersion: true,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: spec.volumes.map(({ deviceName, sizeGiB }) => ({
      deviceName,
      ebs: {
        volumeType: "gp3",
        volumeSize: sizeGiB,
        encrypted: "true",
        kmsKeyId: spec.dataKeyArn,
        deleteOnTermination: "true",
      },
    })),
    ...network(spec),
    ...(spec.userData === undefined
      ? {}
      : { userData: Buffer.from(spec.userData, "utf8").toString("base64") }),
    ...(spec.placementGroup === undefined ? {} : { placement: { groupName: spec.placementGroup } }),
    ...reserved(spec.reservation),
    tagSpecifications: TAGGED.map((resourceType) => ({ resourceType, tags })),
    tags: { Name: spec.name },
  };
}

/** Where interfaces are spelled out, each has to name the security group; the template itself may not. */
function network({ interfaces, securityGroupId }: LaunchTemplateSpec): Partial<ec2.LaunchTemplateArgs> {
  return interfaces === undefined
    ? { vpcSecurityGroupIds: [securityGroupId] }
    : {
        networkInterfaces: interfaces.map((one) => ({
          ...one,
          securityGroups: [securityGroupId],
          deleteOnTermination: "true",
        })),
      };
}

/** A Capacity Block is a market of its own, and its template names the instance type (EKS User Guide). */
function reserved(reservation: LaunchTemplateSpec["reservation"]): Partial<ec2.LaunchTemplateArgs> {
  if (reservation === undefined) {
    return {};
  }
  return {
    capacityReservationSpecification: {
      capacityReservationTarget: { capacityReservationId: reservation.id },
    },
    ...(reservation.kind === "capacity-block"
      ? {
          instanceMarketOptions: { marketType: "capacity-block" },
          instanceType: reservation.instanceType,
        }
      : {}),
  };
}
