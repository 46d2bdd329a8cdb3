import type * as fsx from "@pulumi/aws/fsx";
import type * as pulumi from "@pulumi/pulumi";
import type { SharedStorageConfig } from "../config/storage";

/** `kubeflow-infra:sharedStorage.lustre`. */
export type LustreConfig = NonNullable<SharedStorageConfig["lustre"]>;

/** Days that warnings of the file system are kept. */
export const LOG_RETENTION_DAYS = 90;

/**
 * What a deployment type takes. Both get Lustre 2.15, which has data repository associations; the API knows them on
 * 2.12 and 2.15 of all types but SCRATCH_1 (FSx API Reference, CreateDataRepositoryAssociation), and takes import
 * and export paths of the old kind only where there is no association.
 *
 * - SCRATCH_2 is encrypted by a key of FSx' own that lives as long as the file system, and takes no throughput.
 * - PERSISTENT_2 takes both. Neither has backups: FSx makes none of a file system that is linked to a bucket.
 */
export function deploymentArgs(
  config: LustreConfig,
  dataKeyArn: pulumi.Input<string>,
): Omit<fsx.LustreFileSystemArgs, "subnetIds"> {
  const both = {
    deploymentType: config.deploymentType,
    storageCapacity: config.capacityGiB,
    storageType: "SSD",
    fileSystemTypeVersion: "2.15",
    dataCompressionType: "LZ4",
    skipFinalBackup: true,
  };
  return config.deploymentType === "PERSISTENT_2"
    ? { ...both, kmsKeyId: dataKeyArn, perUnitStorageThroughput: config.throughputPerTiB }
    : both;
}

/** One rule of a security group. */
export interface PortRule {
  /** Ends the names of the rule. */
  readonly name: string;
  /** Whose group the rule belongs to. */
  readonly of: "servers" | "nodes";
  /** Whose group is at the other end. */
  readonly peer: "servers" | "nodes";
  readonly direction: "in" | "out";
  readonly fromPort: number;
  readonly toPort: number;
  readonly description: string;
}

/** Ports that Lustre talks on (FSx for Lustre guide, "File system access control with Amazon VPC"). */
const PORTS = [
  { name: "988", fromPort: 988, toPort: 988 },
  { name: "1018-1023", fromPort: 1018, toPort: 1023 },
] as const;

/** Servers talk to each other and to clients, and clients are talked to as well: Lustre calls back. */
const PATHS = [
  { of: "servers", peer: "nodes", direction: "in", name: "from-nodes", description: "Lustre from the nodes" },
  { of: "servers", peer: "nodes", direction: "out", name: "to-nodes", description: "Lustre to the nodes" },
  {
    of: "servers",
    peer: "servers",
    direction: "in",
    name: "from-servers",
    description: "Lustre between servers",
  },
  {
    of: "servers",
    peer: "servers",
    direction: "out",
    name: "to-servers",
    description: "Lustre between servers",
  },
  {
    of: "nodes",
    peer: "servers",
    direction: "in",
    name: "to-clients",
    description: "Lustre from its servers",
  },
] as const;

/** All rules; what nodes send out is open already. */
export const portRules: readonly PortRule[] = PATHS.flatMap((path) =>
  PORTS.map((port) => ({ ...path, ...port, name: `${path.name}-${port.name}` })),
);
