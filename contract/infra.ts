import * as z from "zod";
import { AwsOutputs } from "./aws";

const Taint = z.object({
  /** Such as `nvidia.com/gpu`. */
  key: z.string().min(1),
  /** Value of the taint. Default: none. */
  value: z.string().optional(),
  /** What it does to pods that don't tolerate it. */
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});

/** A group of like nodes that workloads ask for by its name. */
export const NodePool = z.object({
  /** The pool's name; the label `kubeflow-on-aws/pool` of its nodes carries it too. */
  name: z.string().min(1),
  /** Processor architecture of its nodes. */
  architecture: z.enum(["amd64", "arm64"]),
  /** Labels that select its nodes. */
  labels: z.record(z.string(), z.string()),
  /** Taints that its pods have to tolerate. */
  taints: z.array(Taint),
  /** Operating system of its nodes, where it is known: Bottlerocket brings NVIDIA's device plugin itself. */
  operatingSystem: z.enum(["bottlerocket", "al2023"]).optional(),
  /** Whether its nodes have Elastic Fabric Adapters. Default: false. */
  efa: z.boolean().optional(),
  /** Accelerators of one node; absent on CPU pools. */
  accelerator: z
    .strictObject({
      /** Extended resource name, such as `nvidia.com/gpu`. */
      resource: z.string().min(1),
      /** How many one node has. */
      count: z.int().positive(),
      /** Product as node feature discovery spells it, such as `NVIDIA-A10G`. */
      product: z.string().min(1),
    })
    .optional(),
});

/** A group of like nodes that workloads ask for by its name. */
export type NodePool = z.output<typeof NodePool>;

const Cluster = z.object({
  name: z.string().min(1),
  /** Minor version, such as `1.35`. */
  kubernetesVersion: z.string().regex(/^1\.\d+$/, "a Kubernetes minor version such as 1.35"),
  /** URL of the API server. */
  endpoint: z.url(),
  /** A whole kubeconfig with one context; secret. */
  kubeconfig: z.string().min(1),
  /** Never changes while the cluster lives: a provider that sees another one knows that everything is gone. */
  identifier: z.string().min(1),
  /** True where nodes and pods are simulated: objects are real, nothing in them runs. */
  simulated: z.boolean(),
  /** OIDC issuer of service account tokens, where the cluster has a public one. */
  oidcIssuer: z.url().optional(),
});

const ObjectStorage = z.discriminatedUnion("kind", [
  z.object({
    /** Upstream's in-cluster store (SeaweedFS): for `local` and trials. */
    kind: z.literal("in-cluster"),
  }),
  z.object({
    kind: z.literal("s3"),
    region: z.string().min(1),
    /** Bucket of pipeline artifacts; a tenant owns the prefix of its namespace. */
    artifactsBucket: z.string().min(1),
    /** Bucket of trained models. */
    modelsBucket: z.string().min(1),
  }),
]);

const Database = z.discriminatedUnion("kind", [
  z.object({
    /** Upstream's in-cluster MySQL: for `local` and trials. */
    kind: z.literal("in-cluster"),
  }),
  z.object({
    kind: z.literal("mysql"),
    host: z.string().min(1),
    port: z.int().positive(),
    /** ARN of the Secrets Manager secret with username and password. */
    credentialsSecretArn: z.string().min(1),
  }),
]);

/**
 * What the infra stack exports, the same for `local` and for AWS.
 *
 * Public: a field may be added, changing or removing one is a breaking release. Readers leave out what they don't
 * know, so that a stack and its readers need not be updated together.
 */
export const InfraOutputs = z.object({
  /** Version of this contract. */
  contractVersion: z.literal(1),
  environment: z.string().min(1),
  /** Where it runs. */
  provider: z.enum(["aws", "local"]),
  cluster: Cluster,
  nodePools: z.array(NodePool).min(1),
  storageClasses: z.object({
    /** ReadWriteOnce block volumes; the cluster's default class. */
    block: z.string().min(1),
    /** ReadWriteMany file volumes, where there are any. */
    shared: z.string().min(1).optional(),
  }),
  objectStorage: ObjectStorage,
  database: Database,
  /** What only an environment on AWS has; absent elsewhere. */
  aws: AwsOutputs.optional(),
});

/** See the schema of the same name. */
export type InfraOutputs = z.output<typeof InfraOutputs>;
