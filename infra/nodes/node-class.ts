import type { Site } from "../site";
import { maxPods } from "./density";
import { NODE_IMAGES } from "./images";
import { efaInterfaces } from "./interfaces";
import type { Manifest } from "./karpenter-pool";
import { placementGroupName } from "./names";
import type { Pool } from "./pool";
import { volumesOf } from "./storage";

/** What a node class is made from, besides its pool. */
export interface NodeClassArgs {
  readonly site: Site;
  /** Name of the nodes' IAM role. */
  readonly roleName: string;
  /** Private subnets that nodes may be in. */
  readonly subnetIds: readonly string[];
  /** Security group of the nodes. */
  readonly securityGroupId: string;
  /** KMS key of the nodes' volumes. */
  readonly dataKeyArn: string;
  /** Tags of instances, volumes and interfaces: the AWS provider's default tags don't reach what Karpenter makes. */
  readonly nodeTags: Readonly<Record<string, string>>;
}

/** Karpenter's EC2NodeClass of a pool: how its nodes look to EC2. */
export function nodeClassManifest(pool: Pool, args: NodeClassArgs): Manifest {
  const { config } = pool;
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: pool.name },
    spec: {
      amiSelectorTerms: [{ alias: NODE_IMAGES[config.operatingSystem].alias }],
      role: args.roleName,
      subnetSelectorTerms: args.subnetIds.map((id) => ({ id })),
      securityGroupSelectorTerms: [{ id: args.securityGroupId }],
      associatePublicIPAddress: false,
      // With a hop limit of 1 a pod can't reach the node's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: blockDevices(pool, args.dataKeyArn),
      ...(pool.someNvme ? { instanceStorePolicy: "RAID0" } : {}),
      ...networkInterfaces(pool),
      ...(config.placementGroup
        ? { placementGroupSelector: { name: placementGroupName(args.site, pool.name) } }
        : {}),
      ...capacityReservations(pool),
      ...kubelet(pool),
      ...(Object.keys(args.nodeTags).length === 0 ? {} : { tags: { ...args.nodeTags } }),
    },
  };
}

function blockDevices(pool: Pool, kmsKeyID: string) {
  const { operatingSystem, volumeGiB } = pool.config;
  return volumesOf(operatingSystem, volumeGiB, pool.allNvme).map(({ deviceName, sizeGiB }) => ({
    deviceName,
    ebs: {
      volumeType: "gp3",
      volumeSize: `${sizeGiB}Gi`,
      encrypted: true,
      kmsKeyID,
      deleteOnTermination: true,
    },
  }));
}

/**
 * Adapters are asked for here rather than left to pods: a node that Karpenter starts for a pod without
 * vpc.amazonaws.com/efa in its requests would have none, and the next pod that asks would start a second node.
 */
function networkInterfaces(pool: Pool) {
  const [{ efa }] = pool.types;
  return pool.config.efa && efa !== undefined ? { networkInterfaces: efaInterfaces(efa) } : {};
}

function capacityReservations(pool: Pool) {
  const ids = pool.config.capacityReservations?.ids;
  return ids === undefined ? {} : { capacityReservationSelectorTerms: ids.map((id) => ({ id })) };
}

/** Few pods run on a node with GPUs, and kubelet would keep memory back for each that might. */
function kubelet(pool: Pool) {
  return pool.gpu === undefined ? { kubelet: { maxPods: maxPods(pool.types) } } : {};
}
