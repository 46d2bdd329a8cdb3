import * as z from "zod";
import { AlertsConfig } from "./alerts";
import { EksConfig } from "./cluster";
import { DatabaseConfig } from "./database";
import { EdgeConfig } from "./edge";
import { NetworkConfig } from "./network";
import { NodePoolConfig, SystemNodesConfig } from "./nodes";
import {
  AuditConfig,
  BackupConfig,
  BudgetConfig,
  IdentityConfig,
  ImagesConfig,
  TagsConfig,
} from "./operations";
import { EncryptionConfig, ObjectStorageConfig, SharedStorageConfig } from "./storage";

/**
 * Keys of `kubeflow-infra:*` where the cluster is EKS.
 *
 * The defaults are the safe ones; an environment that may be lost says in its file what it does without.
 */
export const AwsInfraConfig = z.strictObject({
  /** production refuses what may lose data or open the cluster. Default: production. */
  tier: z.enum(["development", "production"]).default("production"),
  /** AWS region. Changing it replaces everything. */
  region: z
    .string("an AWS region such as us-west-2")
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as us-west-2"),
  /** The account that everything belongs to; `up` with credentials of another one is refused. */
  accountId: z
    .string("an AWS account id: twelve digits in quotes")
    .regex(/^\d{12}$/, "an AWS account id: twelve digits in quotes"),
  /** Who pays and whom to ask. */
  tags: TagsConfig,
  /** VPC and subnets. Default: a new VPC over three zones. */
  network: NetworkConfig.prefault({ kind: "created" }),
  /** The EKS cluster. */
  cluster: EksConfig,
  /** The small on-demand group that runs the controllers. */
  systemNodes: SystemNodesConfig.prefault({}),
  /** Who starts nodes: Karpenter when pods wait, or managed node groups, scaled by hand. Default: karpenter. */
  nodeProvisioner: z.enum(["karpenter", "managed-node-groups"]).default("karpenter"),
  /** Pools that workloads ask for by name. */
  nodePools: z.array(NodePoolConfig).min(1, "one pool or more"),
  /** Keys that encrypt what is stored. */
  encryption: EncryptionConfig.prefault({}),
  /** S3 buckets. */
  objectStorage: ObjectStorageConfig.prefault({}),
  /** File systems that many pods mount. */
  sharedStorage: SharedStorageConfig.prefault({}),
  /** MySQL for Kubeflow Pipelines, ML Metadata and Katib. Default: RDS over two zones. */
  database: DatabaseConfig.prefault({ kind: "rds" }),
  /** How IAM roles are made. */
  identity: IdentityConfig.prefault({}),
  /** Domain, certificate and sign-on. Default: none, and then the dashboard is reached by port-forwarding only. */
  edge: EdgeConfig.optional(),
  /** Where nodes pull container images from. Default: ECR pull-through caches. */
  images: ImagesConfig.prefault({ kind: "pull-through-cache" }),
  /** AWS Backup. */
  backup: BackupConfig.prefault({}),
  /** GuardDuty and CloudTrail. */
  audit: AuditConfig.prefault({}),
  /**
   * Where alerts of the platform go: an SNS topic, and a role for Alertmanager. Default: none; alerts are seen in
   * Grafana, or sent by another receiver (`kubeflow-platform:observability.alerts.receiver`).
   */
  alerts: AlertsConfig.optional(),
  /** An alarm before the bill is one. Default: none. */
  budget: BudgetConfig.optional(),
});

/** See the schema of the same name. */
export type AwsInfraConfig = z.output<typeof AwsInfraConfig>;
