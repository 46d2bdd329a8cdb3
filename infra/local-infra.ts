import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Exported, InfraOutputs, NodePool } from "../contract";
import type { LocalInfraConfig } from "./config";
import { connectExisting } from "./local/existing";
import { KindCluster } from "./local/kind-cluster";
import { DEFAULT_POOLS, POOL_LABEL } from "./local/nodes";
import { SimulatedCluster } from "./local/simulated-cluster";

type LocalCluster = LocalInfraConfig["cluster"];
type Outputs = Exported<InfraOutputs>;

/** What the three kinds of clusters differ in. */
type ClusterFacts = Pick<Outputs, "cluster" | "nodePools" | "storageClasses">;

/** Where the cluster of `local` lives unless the command line says otherwise. */
const defaultDirectory = path.resolve(__dirname, "..", ".local");

/** A cluster that this program did not furnish: its nodes are one pool without labels, taints or accelerators. */
const anyNode: NodePool = { name: "default", architecture: "amd64", labels: {}, taints: [] };

/**
 * Infra without AWS: a cluster of one of the local kinds; object store and database are upstream's own inside it.
 *
 * @throws UserError where an existing cluster can't be reached
 */
export async function localInfra({
  cluster,
  directory = defaultDirectory,
}: LocalInfraConfig): Promise<Outputs> {
  return {
    contractVersion: 1,
    environment: pulumi.getStack(),
    provider: "local",
    ...(await clusterFacts(cluster, directory)),
    objectStorage: { kind: "in-cluster" },
    database: { kind: "in-cluster" },
  };
}

function clusterFacts(cluster: LocalCluster, directory: string): Promise<ClusterFacts> | ClusterFacts {
  switch (cluster.kind) {
    case "simulated": {
      const { kind, nodePools = [...DEFAULT_POOLS], ...args } = cluster;
      const made = new SimulatedCluster("cluster", { ...args, directory, nodes: nodePools });
      return {
        cluster: {
          ...outputsOf(made),
          name: cluster.name,
          kubernetesVersion: cluster.kubernetesVersion,
          simulated: true,
        },
        nodePools: nodePools.map((pool) => ({
          name: pool.name,
          architecture: pool.architecture,
          labels: { [POOL_LABEL]: pool.name, ...pool.labels },
          taints: pool.taints,
          ...(pool.accelerator === undefined ? {} : { accelerator: pool.accelerator }),
        })),
        storageClasses: { block: "gp3", shared: "efs" },
      };
    }
    case "kind": {
      const { name, kubernetesVersion } = cluster;
      const made = new KindCluster("cluster", { name, directory, kubernetesVersion });
      return {
        cluster: { ...outputsOf(made), name, kubernetesVersion, simulated: false },
        nodePools: [anyNode],
        storageClasses: { block: cluster.storageClass },
      };
    }
    case "existing":
      return existingFacts(cluster);
  }
}

async function existingFacts(cluster: Extract<LocalCluster, { kind: "existing" }>): Promise<ClusterFacts> {
  const { kubeconfig, nodeNames, ...found } = await connectExisting(cluster);
  return {
    cluster: { ...found, name: cluster.context, kubeconfig: pulumi.secret(kubeconfig) },
    nodePools: [anyNode],
    storageClasses: { block: cluster.storageClass },
  };
}

function outputsOf({ endpoint, kubeconfig, identifier }: SimulatedCluster | KindCluster) {
  return { endpoint, kubeconfig, identifier };
}
