import * as z from "zod";
import { SimulatedPool } from "../local/inputs";

const minorVersion = z.string().regex(/^1\.\d+$/, 'a Kubernetes minor version in quotes, such as "1.35"');

/** A real control plane on this machine with simulated nodes. */
const Simulated = z.strictObject({
  /** A real control plane on this machine, nodes and pods simulated. */
  kind: z.literal("simulated"),
  /** Name of the cluster and of its kubeconfig context. Default: kubeflow. */
  name: z.string().min(1).default("kubeflow"),
  /** Kubernetes minor version. Default: 1.35, EKS's here. */
  kubernetesVersion: minorVersion.default("1.35"),
  /** Port of the API server on 127.0.0.1. Default: a free one. */
  port: z.int().min(1024).max(65535).optional(),
  /** Its pools, and what their nodes pretend to be. Default: one system, two CPU, two GPU nodes. */
  nodePools: z.array(SimulatedPool).min(1).optional(),
});

/** A cluster that is there already. */
const Existing = z.strictObject({
  /** A cluster that is there already. */
  kind: z.literal("existing"),
  /** Path of the kubeconfig file; the ambient one is never used. */
  kubeconfig: z.string().min(1, "the path of a kubeconfig file"),
  /** Context in it. */
  context: z.string().min(1, "the name of a context in that kubeconfig"),
  /** StorageClass of block volumes there. Default: gp3. */
  storageClass: z.string().min(1).default("gp3"),
});

/** A cluster of containers, made by the kind CLI on PATH. */
const Kind = z.strictObject({
  /** A cluster of containers, made by the kind CLI on PATH. */
  kind: z.literal("kind"),
  /** Name of the cluster. Default: kubeflow. */
  name: z.string().min(1).default("kubeflow"),
  /** Kubernetes minor version. Default: 1.35, EKS's here. */
  kubernetesVersion: minorVersion.default("1.35"),
  /** StorageClass of block volumes. Default: standard, kind's own. */
  storageClass: z.string().min(1).default("standard"),
});

/** Keys of `kubeflow-infra:*` where the cluster is not on AWS. */
export const LocalInfraConfig = z.strictObject({
  /** Which cluster the environment has. Default: a simulated one on this machine. */
  cluster: z
    .discriminatedUnion("kind", [Simulated, Existing, Kind], "kind is one of simulated, existing, kind, eks")
    .prefault({ kind: "simulated" }),
  /** Folder for kubeconfig, data and logs of a local cluster. Default: .local in the repository; the CLI sets it. */
  directory: z.string().min(1).optional(),
});

/** See the schema of the same name. */
export type LocalInfraConfig = z.output<typeof LocalInfraConfig>;
