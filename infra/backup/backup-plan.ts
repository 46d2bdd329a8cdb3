import * as backup from "@pulumi/aws/backup";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { BackupConfig } from "../config/operations";
import type { Site } from "../site";
import { copyLifecycle } from "./lifecycle";
import { type BackupNames, backupNames } from "./names";
import { backupTrustPolicy, vaultPolicy } from "./policies";

/** What a {@link BackupPlan} is made from. */
export interface BackupPlanArgs {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:backup`. Nothing is made where it is not enabled. */
  readonly config: BackupConfig;
  /** ARN of the KMS key of the vault. Another one replaces the vault. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** ARNs of what is copied: database, file system. Nothing is made where there are none. */
  readonly resourceArns: readonly pulumi.Input<string>[];
  /** Managed policy that bounds the role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
}

/** AWS Backup's policies that the role gets: to make copies, and to restore from them. */
const SERVICE_POLICIES = {
  backup: "AWSBackupServiceRolePolicyForBackup",
  restore: "AWSBackupServiceRolePolicyForRestores",
} as const;

/** Minutes in which a copy has to start and to be finished; one that does neither fails and is seen as failed. */
const WINDOWS = { startWindow: 60, completionWindow: 480 } as const;

/**
 * A copy a day of the database and the file system, in a vault that keeps them until their end. It costs what the
 * copies hold.
 *
 * RDS' own backups restore to any second of the last days but are deleted by who may change the database; these are
 * not, and they outlive it.
 */
export class BackupPlan extends pulumi.ComponentResource {
  /** Name of the vault; undefined where nothing is copied. */
  readonly vaultName: pulumi.Output<string> | undefined;

  constructor(name: string, args: BackupPlanArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:BackupPlan", name, {}, opts);

    if (args.config.enabled && args.resourceArns.length > 0) {
      const names = backupNames(args.site);
      const vault = this.makeVault(name, args, names);
      const plan = this.makePlan(name, args, names, vault);
      const role = this.makeRole(name, args, names);
      this.select(name, args, plan, role);
      this.vaultName = vault.name;
    }

    this.registerOutputs({ vaultName: this.vaultName });
  }

  private makeVault(name: string, { site, dataKeyArn }: BackupPlanArgs, names: BackupNames): backup.Vault {
    const isProduction = site.tier === "production";
    const vault = new backup.Vault(
      `${name}-vault`,
      {
        name: names.vault,
        kmsKeyArn: dataKeyArn,
        forceDestroy: !isProduction,
        tags: { Name: names.vault },
      },
      { parent: this, protect: isProduction },
    );
    new backup.VaultPolicy(
      `${name}-vault-policy`,
      { backupVaultName: vault.name, policy: JSON.stringify(vaultPolicy(site)) },
      { parent: this },
    );
    return vault;
  }

  private makePlan(
    name: string,
    { config }: BackupPlanArgs,
    names: BackupNames,
    vault: backup.Vault,
  ): backup.Plan {
    return new backup.Plan(
      `${name}-plan`,
      {
        name: names.plan,
        rules: [
          {
            ruleName: "daily",
            targetVaultName: vault.name,
            schedule: config.schedule,
            scheduleExpressionTimezone: "Etc/UTC",
            ...WINDOWS,
            lifecycle: copyLifecycle(config.retentionDays),
          },
        ],
        tags: { Name: names.plan },
      },
      { parent: this },
    );
  }

  private makeRole(
    name: string,
    { site, permissionsBoundaryArn }: BackupPlanArgs,
    names: BackupNames,
  ): { role: iam.Role; policies: iam.RolePolicyAttachment[] } {
    const role = new iam.Role(
      `${name}-role`,
      {
        name: names.role,
        description: "AWS Backup: copies and restores of the Kubeflow database and file system",
        assumeRolePolicy: JSON.stringify(backupTrustPolicy()),
        permissionsBoundary: permissionsBoundaryArn,
        tags: { Name: names.role },
      },
      { parent: this },
    );
    const policies = Object.entries(SERVICE_POLICIES).map(
      ([what, policy]) =>
        new iam.RolePolicyAttachment(
          `${name}-role-${what}`,
          { role: role.name, policyArn: `arn:${site.partition}:iam::aws:policy/service-role/${policy}` },
          { parent: this },
        ),
    );
    return { role, policies };
  }

  private select(
    name: string,
    { resourceArns }: BackupPlanArgs,
    plan: backup.Plan,
    { role, policies }: { role: iam.Role; policies: iam.RolePolicyAttachment[] },
  ): void {
    new backup.Selection(
      `${name}-selection`,
      { name: "kubeflow", planId: plan.id, iamRoleArn: role.arn, resources: [...resourceArns] },
      { parent: this, dependsOn: policies },
    );
  }
}
