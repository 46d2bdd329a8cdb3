import * as z from "zod";
import { integer, positive, whole } from "./values";

/** What both managed kinds share. */
const managed = {
  /** Days that automatic backups are kept, 1 to 35. Default: 14. */
  backupRetentionDays: positive.max(35, "1 to 35 days").default(14),
  /** RDS refuses to delete the database while this is true. Default: true. */
  deletionProtection: z.boolean().default(true),
  /** Performance Insights, kept for 7 days free of charge. Default: true. */
  performanceInsights: z.boolean().default(true),
};

const Rds = z.strictObject({
  /** Amazon RDS for MySQL. */
  kind: z.literal("rds"),
  /**
   * MySQL version: 8.4, the last with the authentication plugin that ML Metadata needs, or 8.0, whose standard support
   * ended on 2026-07-31: RDS then charges Extended Support, 0.10 USD a vCPU-hour in us-east-1. Default: 8.4.
   */
  engineVersion: z
    .string()
    .regex(
      /^8\.[04](\.\d+)?$/,
      "8.4 or 8.0, or one of their releases such as 8.4.6: later ones lack what ML Metadata needs",
    )
    .default("8.4"),
  /** Instance class. Default: db.m7g.large, about 123 USD a month with one zone in us-east-1. */
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an RDS instance class such as db.m7g.large")
    .default("db.m7g.large"),
  /** Storage at the beginning, in GiB. Default: 50. */
  storageGiB: integer.min(20, "20 GiB or more").default(50),
  /** How far storage may grow by itself, in GiB. Default: 500. */
  maxStorageGiB: positive.default(500),
  /** A standby in another zone; doubles the cost. Default: true. */
  multiAz: z.boolean().default(true),
  ...managed,
});

const Aurora = z.strictObject({
  /** Amazon Aurora MySQL, serverless v2. */
  kind: z.literal("aurora-serverless"),
  /** Aurora MySQL version. Default: 8.0.mysql_aurora.3.10.0. */
  engineVersion: z
    .string()
    .regex(
      /^8\.0\.mysql_aurora\.3\.\d+\.\d+$/,
      "a version of Aurora MySQL 3, such as 8.0.mysql_aurora.3.10.0",
    )
    .default("8.0.mysql_aurora.3.10.0"),
  /** Least capacity in ACU, in steps of 0.5; 0 stops when idle. Default: 0.5. An ACU costs 0.12 USD an hour in us-east-1. */
  minCapacity: z
    .number()
    .min(0, "0 to 256 ACU")
    .max(256, "0 to 256 ACU")
    .multipleOf(0.5, "steps of 0.5")
    .default(0.5),
  /** Greatest capacity in ACU, in steps of 0.5. Default: 8. */
  maxCapacity: z
    .number()
    .min(1, "1 to 256 ACU")
    .max(256, "1 to 256 ACU")
    .multipleOf(0.5, "steps of 0.5")
    .default(8),
  /** Readers in other zones that take over; 1 or more is multi-AZ. Default: 1. */
  readers: whole.max(15, "15 or fewer").default(1),
  ...managed,
});

const InCluster = z.strictObject({
  /** Upstream's MySQL in the cluster, on an EBS volume: for trials. */
  kind: z.literal("in-cluster"),
});

/** `kubeflow-infra:database`: MySQL for Kubeflow Pipelines, ML Metadata and Katib. */
export const DatabaseConfig = z.discriminatedUnion(
  "kind",
  [Rds, Aurora, InCluster],
  "kind is one of rds, aurora-serverless, in-cluster",
);

/** See the schema of the same name. */
export type DatabaseConfig = z.output<typeof DatabaseConfig>;

/** Amazon RDS for MySQL. */
export type RdsConfig = z.output<typeof Rds>;

/** Amazon Aurora MySQL, serverless v2. */
export type AuroraConfig = z.output<typeof Aurora>;
