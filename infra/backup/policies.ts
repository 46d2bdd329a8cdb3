import { type Site, iamArnOf } from "../site";
import type { PolicyDocument, TrustPolicy } from "../storage/policy-document";
import { backupRoleArn } from "./names";

/**
 * Nobody deletes a copy before its end, or brings the end nearer, whatever their own policies say: who has taken over
 * an administrator has to change this policy first, and CloudTrail tells who did. AWS Backup itself goes on, by its
 * service-linked role and by the role of the plan, which only AWS Backup can assume.
 *
 * It stands in for a vault lock. In compliance mode nobody, AWS included, can undo a lock: an environment could
 * not be destroyed before its last copy is gone. In governance mode it does no more than this.
 */
export function vaultPolicy(site: Site): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyDeletingCopies",
        Effect: "Deny",
        Principal: "*",
        Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
        Resource: "*",
        Condition: {
          ArnNotEquals: {
            "aws:PrincipalArn": [
              iamArnOf(site, "role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup"),
              backupRoleArn(site),
            ],
          },
        },
      },
      {
        // The one thing that AWS Backup lets other accounts ask of a vault.
        Sid: "DenyCopiesFromOtherAccounts",
        Effect: "Deny",
        Principal: "*",
        Action: "backup:CopyIntoBackupVault",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": site.accountId } },
      },
    ],
  };
}

/** Who may take on the plan's role: AWS Backup. */
export function backupTrustPolicy(): TrustPolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowAwsBackup",
        Effect: "Allow",
        Principal: { Service: "backup.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  };
}
