import * as z from "zod";
import { days, positive } from "./values";

/** `kubeflow-infra:tags`: who pays. They are on everything that can carry tags. */
export const TagsConfig = z.strictObject({
  /** Team or person to ask. */
  owner: z.string("a team or a person").min(1, "a team or a person").max(256),
  /** Where the bill goes. */
  costCenter: z.string("where the bill goes").min(1, "where the bill goes").max(256),
  /** Further tags. Default: none. */
  more: z
    .record(
      z.string().regex(/^(?!aws:)[\w.:/=+@ -]{1,128}$/, "a tag key that AWS accepts"),
      z.string().max(256),
    )
    .default({}),
});

/** See the schema of the same name. */
export type TagsConfig = z.output<typeof TagsConfig>;

/** `kubeflow-infra:identity`: how IAM roles are made. */
export const IdentityConfig = z.strictObject({
  /** Managed policy that bounds what every role made here can ever do. Default: none. */
  permissionsBoundaryArn: z
    .string()
    .regex(/^arn:aws(-[a-z]+)*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/, "the ARN of a managed IAM policy")
    .optional(),
});

/** See the schema of the same name. */
export type IdentityConfig = z.output<typeof IdentityConfig>;

/** Registries that ECR can cache without credentials or with ones of yours; AWS' list of 2026. */
export const PULL_THROUGH_REGISTRIES = [
  "registry.k8s.io",
  "quay.io",
  "public.ecr.aws",
  "docker.io",
  "ghcr.io",
] as const;

/** `kubeflow-infra:images`: where nodes pull container images from. */
export const ImagesConfig = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      /** ECR pull-through caches: pulled once and kept in your account. */
      kind: z.literal("pull-through-cache"),
      /** Registries that are cached. Default: those that need no credentials. */
      registries: z
        .array(z.enum(PULL_THROUGH_REGISTRIES))
        .min(1)
        .default(["registry.k8s.io", "quay.io", "public.ecr.aws"]),
      /**
       * Secrets Manager secrets with the credentials of registries that ask for them (docker.io, ghcr.io),
       * by registry. ECR wants their names to begin with ecr-pullthroughcache/.
       */
      credentialArns: z
        .partialRecord(
          z.enum(PULL_THROUGH_REGISTRIES),
          z
            .string()
            .regex(
              /^arn:aws(-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/.+$/,
              "the ARN of a secret whose name begins with ecr-pullthroughcache/",
            ),
        )
        .default({}),
    }),
    z.strictObject({
      /** A registry that holds every image already, for networks without a way out. */
      kind: z.literal("mirror"),
      /** Host and path before the images' names, such as registry.example.com/kubeflow. */
      registry: z.string().regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, "a host with an optional path"),
    }),
    z.strictObject({
      /** Straight from the registries that upstream names. */
      kind: z.literal("upstream"),
    }),
  ],
  "kind is one of pull-through-cache, mirror, upstream",
);

/** See the schema of the same name. */
export type ImagesConfig = z.output<typeof ImagesConfig>;

/** `kubeflow-infra:backup`: AWS Backup for database and file system. Velero's bucket is always there. */
export const BackupConfig = z.strictObject({
  /** Whether there is a plan. Default: true. Costs what the copies hold. */
  enabled: z.boolean().default(true),
  /** When, as an AWS cron expression in UTC. Default: every day at 03:00. */
  schedule: z
    .string()
    .regex(/^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/, "an AWS cron expression such as cron(0 3 * * ? *)")
    .default("cron(0 3 * * ? *)"),
  /** Days that a copy is kept. Default: 35. */
  retentionDays: days.default(35),
});

/** See the schema of the same name. */
export type BackupConfig = z.output<typeof BackupConfig>;

/** `kubeflow-infra:audit`: who did what. */
export const AuditConfig = z.strictObject({
  /** GuardDuty with EKS audit logs and runtime monitoring; the account must not have a detector yet. Default: false. */
  guardDuty: z.boolean().default(false),
  /** CloudTrail data events of the buckets; 0.10 USD for 100,000 events. Default: false. */
  s3DataEvents: z.boolean().default(false),
});

/** See the schema of the same name. */
export type AuditConfig = z.output<typeof AuditConfig>;

/** `kubeflow-infra:budget`: an alarm before the bill is one. */
export const BudgetConfig = z.strictObject({
  /** What the environment may cost a month, in USD. */
  monthlyUsd: positive,
  /** Who gets mail at 50, 80 and 100 % of it, and when the forecast passes it. */
  notify: z
    .array(z.email("an e-mail address"))
    .min(1, "one address or more")
    .max(10, "ten addresses or fewer"),
});

/** See the schema of the same name. */
export type BudgetConfig = z.output<typeof BudgetConfig>;
