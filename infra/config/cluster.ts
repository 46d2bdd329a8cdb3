import * as z from "zod";
import { cidr, kmsKeyArn, logRetention, name, roleArn } from "./values";

/** What somebody may do in the cluster; each is one of EKS' access policies. */
export const AccessLevel = z.enum(["cluster-admin", "admin", "edit", "view"]);

/** See the schema of the same name. */
export type AccessLevel = z.output<typeof AccessLevel>;

const AccessEntry = z.strictObject({
  /** The IAM role that gets access. */
  roleArn,
  /** What it may do: cluster-admin in everything, admin, edit or view in namespaces. */
  level: AccessLevel,
  /** Namespaces that the level is for. Default: the whole cluster. */
  namespaces: z.array(z.string().min(1)).default([]),
});

/** `kubeflow-infra:cluster` where it is EKS. */
export const EksConfig = z.strictObject({
  /** Amazon EKS. The control plane costs 0.10 USD an hour (0.60 in extended support). */
  kind: z.literal("eks"),
  /** Name of the cluster, which begins the names of everything around it. Changing it replaces the cluster. */
  name: name.max(30, "30 characters or fewer"),
  /** Kubernetes minor version in quotes. Default: 1.35. One minor at a time, upwards only. */
  kubernetesVersion: z
    .string()
    .regex(/^1\.\d+$/, 'a Kubernetes minor version in quotes, such as "1.35"')
    .default("1.35"),
  /**
   * Networks from which the public endpoint can be reached. Default: none, and then there is no public endpoint: who
   * runs `up` must be inside the VPC or a network that is connected to it.
   */
  publicAccessCidrs: z.array(cidr).default([]),
  /** Who gets into the cluster, by a name of your own. The role that makes the cluster is its administrator already. */
  accessEntries: z.record(name, AccessEntry).default({}),
  /** Control-plane logs in CloudWatch Logs. Default: all five kinds, kept for 90 days. */
  logs: z
    .strictObject({
      /** Which. Default: api, audit, authenticator, controllerManager, scheduler. */
      types: z
        .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
        .default(["api", "audit", "authenticator", "controllerManager", "scheduler"]),
      /** Days that they are kept. Default: 90. */
      retentionDays: logRetention.default(90),
    })
    .prefault({}),
  /** KMS key for Kubernetes Secrets. Default: one made here (1 USD a month). It can't be changed later. */
  secretsKeyArn: kmsKeyArn.optional(),
  /** EKS refuses to delete the cluster while this is true. Default: true. */
  deletionProtection: z.boolean().default(true),
  /** Versions of EKS add-ons instead of those of infra/cluster/addon-versions.ts, by the add-on's name. */
  addonVersions: z
    .record(
      z.string(),
      z.string().regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "a version such as v1.2.3-eksbuild.1"),
    )
    .default({}),
});

/** See the schema of the same name. */
export type EksConfig = z.output<typeof EksConfig>;
