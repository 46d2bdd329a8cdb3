import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Exported, InfraOutputs } from "../contract";
import type { InfraConfig } from "./config";
import { DEFAULT_POOLS } from "./local/nodes";
import { SimulatedCluster } from "./local/simulated-cluster";

type LocalCluster = Exclude<InfraConfig["cluster"], { kind: "eks" }>;

/** Infra on this machine: one of the local kinds of clusters; store and database are upstream's in-cluster ones. */
export async function localInfra(
  cluster: LocalCluster,
  { nodePools = [...DEFAULT_POOLS], directory = path.resolve(__dirname, "..", ".local") }: Omit<InfraConfig, "cluster">,
): Promise<Exported<InfraOutputs>> {
  if (cluster.kind !== "simulated") throw new Error("later");
  const made = new SimulatedCluster("cluster", { ...cluster, directory, nodes: nodePools });
  return Promise.resolve({
    contractVersion: 1,
    environment: pulumi.getStack(),
    provider: "local",
    cluster: {
      name: cluster.name,
      kubernetesVersion: cluster.kubernetesVersion,
      endpoint: made.endpoint,
      kubeconfig: made.kubeconfig,
      identifier: made.identifier,
      simulated: true,
    },
    nodePools: nodePools.map(({ name, architecture, labels, taints, accelerator }) => ({
      name, architecture, labels, taints, accelerator,
    })),
    storageClasses: { block: "gp3", shared: "efs" },
    objectStorage: { kind: "in-cluster" },
    database: { kind: "in-cluster" },
  });
}
