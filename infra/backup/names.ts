import { type Site, arnOf, iamArnOf } from "../site";

/** Physical names of the backup plan and of what belongs to it. */
export interface BackupNames {
  readonly vault: string;
  /** AWS Backup allows 50 characters. */
  readonly plan: string;
  /** IAM allows 64 characters. */
  readonly role: string;
}

/** The names, all beginning with the cluster's, which has 30 characters or fewer. */
export function backupNames(site: Pick<Site, "clusterName">): BackupNames {
  return {
    vault: `${site.clusterName}-backups`,
    plan: `${site.clusterName}-daily`,
    role: `${site.clusterName}-aws-backup`,
  };
}

/** ARN of the vault. */
export function vaultArn(site: Site): string {
  return arnOf(site, "backup", `backup-vault:${backupNames(site).vault}`);
}

/** ARN of the role that makes and restores copies. */
export function backupRoleArn(site: Site): string {
  return iamArnOf(site, `role/${backupNames(site).role}`);
}
