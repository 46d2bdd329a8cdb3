import * as path from "node:path";
import { z } from "zod";
import { NodePool } from "../../contract/infra";

/** A group of like simulated nodes: what the contract says of a pool, and what the machines would be on AWS. */
export const SimulatedPool = z.strictObject({
  ...NodePool.shape,
  /** How many nodes there are. */
  count: z.int().min(0).max(100),
  /** EC2 instance type that the nodes claim to be. */
  instanceType: z.string().min(1),
  /** What one node offers besides accelerators, as Kubernetes quantities: cpu, memory, pods. */
  capacity: z.record(z.string(), z.string()),
});

/** See the schema of the same name. */
export type SimulatedPool = z.output<typeof SimulatedPool>;

/** A storage class whose claims are bound at once. */
export const StorageClass = z.strictObject({
  name: z.string().min(1),
  /** The CSI driver that serves the class on EKS; here only its name is used. */
  provisioner: z.string().min(1),
  /** Claims that name no class get this one. */
  default: z.boolean(),
});

/** See the schema of the same name. */
export type StorageClass = z.output<typeof StorageClass>;

/** What a simulated cluster is made from. */
export const SimulatedClusterInputs = z.strictObject({
  /** The cluster's name; also the name of the kubeconfig's context. */
  name: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/, "lower-case letters, digits and dashes"),
  /** Absolute path of the folder that gets the kubeconfig, the cluster's data and its logs. */
  directory: z.string().refine((value) => path.isAbsolute(value), "an absolute path"),
  /** Minor version of Kubernetes, such as `1.35`. */
  kubernetesVersion: z.string().regex(/^1\.\d+$/, "a Kubernetes minor version such as 1.35"),
  nodes: z.array(SimulatedPool).min(1),
  storage: z
    .array(StorageClass)
    .refine((classes) => classes.filter((one) => one.default).length <= 1, "at most one default class"),
  /** Port of the API server on 127.0.0.1; a free one is chosen where this is left out. */
  port: z.int().min(1024).max(65535).optional(),
});

/** See the schema of the same name. */
export type SimulatedClusterInputs = z.output<typeof SimulatedClusterInputs>;

/** What is known of a simulated cluster once it is there. */
export const SimulatedClusterState = z.object({
  kubeconfig: z.string(),
  endpoint: z.string(),
  identifier: z.string(),
  nodeNames: z.array(z.string()),
  status: z.enum(["running", "stopped"]),
});

/** See the schema of the same name. */
export type SimulatedClusterState = z.output<typeof SimulatedClusterState>;
