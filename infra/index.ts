import type { Exported, InfraOutputs } from "../contract";
import { loadInfraConfig } from "./config";
import { localInfra } from "./local-infra";
import { notYet } from "./not-yet";

/** The infra stack: a cluster and what Kubeflow needs around it, on AWS or on this machine. */
export = (): Promise<Exported<InfraOutputs>> => {
  const { cluster, ...config } = loadInfraConfig();
  return cluster.kind === "eks" ? notYet() : localInfra(cluster, config);
};
