import type * as pulumi from "@pulumi/pulumi";
import type { AuroraConfig, RdsConfig } from "../config/database";
import type { Site } from "../site";
import type { DatabaseNames } from "./names";

/** The administrator's name. `admin` is what RDS proposes; who logs in as `root` is a program that was not told. */
export const MASTER_USERNAME = "admin";

/**
 * The authority that signs the server's certificate. It rotates by itself, unlike rds-ca-2019 before it, and every
 * client can check a chain of RSA 2048 (RDS User Guide, "Using SSL/TLS to encrypt a connection").
 */
export const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

/** RDS' daily backups, in UTC. Apart from maintenance, as RDS asks, and from the backup plan's usual hour. */
export const BACKUP_WINDOW = "01:00-02:00";
/** See {@link BACKUP_WINDOW}. */
export const MAINTENANCE_WINDOW = "sun:06:00-sun:07:00";

/** Days that Performance Insights is kept: the ones that are free of charge. */
const PERFORMANCE_INSIGHTS_DAYS = 7;

/** What an instance and a cluster have in common. */
export function protectionArgs(
  config: Pick<RdsConfig | AuroraConfig, "deletionProtection" | "backupRetentionDays">,
  site: Pick<Site, "tier">,
  names: DatabaseNames,
): {
  deletionProtection: boolean;
  backupRetentionPeriod: number;
  deleteAutomatedBackups: boolean;
  copyTagsToSnapshot: boolean;
  skipFinalSnapshot: boolean;
  finalSnapshotIdentifier?: string;
} {
  // Protection has to be off before anything can be deleted: were it alone to decide, no snapshot would ever be taken.
  const skipFinalSnapshot = !config.deletionProtection && site.tier === "development";
  return {
    deletionProtection: config.deletionProtection,
    backupRetentionPeriod: config.backupRetentionDays,
    deleteAutomatedBackups: skipFinalSnapshot,
    copyTagsToSnapshot: true,
    skipFinalSnapshot,
    ...(skipFinalSnapshot ? {} : { finalSnapshotIdentifier: names.finalSnapshot }),
  };
}

/** Performance Insights with the key of the environment, or off. */
export function performanceInsightsArgs(
  enabled: boolean,
  keyArn: pulumi.Input<string>,
): {
  performanceInsightsEnabled: boolean;
  performanceInsightsKmsKeyId?: pulumi.Input<string>;
  performanceInsightsRetentionPeriod?: number;
} {
  return enabled
    ? {
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: keyArn,
        performanceInsightsRetentionPeriod: PERFORMANCE_INSIGHTS_DAYS,
      }
    : { performanceInsightsEnabled: false };
}

/**
 * ARN of the secret with the administrator's name and password, which RDS makes and rotates.
 *
 * @throws Error where RDS says that there is none
 */
export function secretArnOf(secrets: readonly { readonly secretArn: string }[]): string {
  const [secret] = secrets;
  if (secret === undefined) {
    throw new Error("RDS has made no secret for the administrator's password");
  }
  return secret.secretArn;
}
