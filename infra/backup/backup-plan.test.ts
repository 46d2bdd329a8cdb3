import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { BackupConfig } from "../config/operations";
import type { Site } from "../site";
import { observe } from "../storage/testing/observe";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { BackupPlan } from "./backup-plan";
import { copyLifecycle } from "./lifecycle";
import { backupNames, vaultArn } from "./names";
import { backupTrustPolicy, vaultPolicy } from "./policies";

const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";
const database = "arn:aws:rds:us-west-2:111122223333:db:kubeflow-prod-mysql";
const fileSystem = "arn:aws:elasticfilesystem:us-west-2:111122223333:file-system/fs-1";

async function run(site: Site, config: object, resourceArns: readonly string[] = [database, fileSystem]) {
  const observer = observe();
  const { resources } = await underMocks(() => {
    const plan = new BackupPlan(
      "backup",
      {
        site,
        config: BackupConfig.parse(config),
        dataKeyArn,
        resourceArns,
        permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
      },
      { transformations: observer.transformations },
    );
    return { vaultName: plan.vaultName };
  });
  return { resources, protectedNames: observer.protectedNames };
}

describe("BackupPlan", () => {
  it("keeps copies in an encrypted vault that production can't lose", async () => {
    const { resources, protectedNames } = await run(productionSite, {});
    assert.deepEqual(only(resources, "aws:backup/vault:Vault").inputs, {
      name: "kubeflow-prod-backups",
      kmsKeyArn: dataKeyArn,
      forceDestroy: false,
      tags: { Name: "kubeflow-prod-backups" },
    });
    assert.deepEqual(protectedNames, ["backup-vault"]);
    const { inputs } = only(resources, "aws:backup/vaultPolicy:VaultPolicy");
    assert.deepEqual(
      JSON.parse(String(inputs.policy)),
      JSON.parse(JSON.stringify(vaultPolicy(productionSite))),
    );
  });

  it("copies what it is given, when and for as long as is configured", async () => {
    const { resources } = await run(productionSite, { schedule: "cron(30 2 * * ? *)", retentionDays: 400 });
    assert.deepEqual(only(resources, "aws:backup/plan:Plan").inputs, {
      name: "kubeflow-prod-daily",
      rules: [
        {
          ruleName: "daily",
          targetVaultName: "kubeflow-prod-backups",
          schedule: "cron(30 2 * * ? *)",
          scheduleExpressionTimezone: "Etc/UTC",
          startWindow: 60,
          completionWindow: 480,
          lifecycle: { deleteAfter: 400, coldStorageAfter: 30 },
        },
      ],
      tags: { Name: "kubeflow-prod-daily" },
    });
    assert.deepEqual(only(resources, "aws:backup/selection:Selection").inputs, {
      name: "kubeflow",
      planId: "backup-plan-id",
      iamRoleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-aws-backup",
      resources: [database, fileSystem],
    });
  });

  it("works by a bounded role that only AWS Backup can take, in every partition", async () => {
    const { resources } = await run({ ...productionSite, partition: "aws-us-gov" }, {});
    const { inputs } = only(resources, "aws:iam/role:Role");
    assert.equal(inputs.name, "kubeflow-prod-aws-backup");
    assert.equal(inputs.permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
    assert.deepEqual(
      JSON.parse(String(inputs.assumeRolePolicy)),
      JSON.parse(JSON.stringify(backupTrustPolicy())),
    );
    assert.deepEqual(
      resources
        .filter(({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .map((one) => one.inputs.policyArn),
      [
        "arn:aws-us-gov:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws-us-gov:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
      ],
    );
  });

  it("lets development go with its copies", async () => {
    const { resources, protectedNames } = await run(developmentSite, {});
    assert.equal(only(resources, "aws:backup/vault:Vault").inputs.forceDestroy, true);
    assert.deepEqual(protectedNames, []);
  });

  it("makes nothing where it is off or there is nothing to copy", async () => {
    for (const { resources } of [
      await run(developmentSite, { enabled: false }),
      await run(developmentSite, {}, []),
    ]) {
      assert.deepEqual(
        resources.filter(({ type }) => type.startsWith("aws:")),
        [],
      );
    }
  });
});

describe("copyLifecycle", () => {
  it("moves copies to cold storage only where they stay there for 90 days or more", () => {
    assert.deepEqual(copyLifecycle(35), { deleteAfter: 35 });
    assert.deepEqual(copyLifecycle(119), { deleteAfter: 119 });
    assert.deepEqual(copyLifecycle(120), { deleteAfter: 120, coldStorageAfter: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 36_500 }), (days) => {
        const { deleteAfter, coldStorageAfter } = copyLifecycle(days);
        assert.equal(deleteAfter, days);
        assert.equal(coldStorageAfter === undefined || deleteAfter - coldStorageAfter >= 90, true);
      }),
    );
  });
});

describe("vaultPolicy", () => {
  it("denies deleting to all but AWS Backup, and copies from elsewhere", () => {
    assert.deepEqual(vaultPolicy(productionSite), {
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
                "arn:aws:iam::111122223333:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup",
                "arn:aws:iam::111122223333:role/kubeflow-prod-aws-backup",
              ],
            },
          },
        },
        {
          Sid: "DenyCopiesFromOtherAccounts",
          Effect: "Deny",
          Principal: "*",
          Action: "backup:CopyIntoBackupVault",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
        },
      ],
    });
  });
});

describe("backupNames", () => {
  it("fits AWS Backup and IAM with the longest name of a cluster", () => {
    const names = backupNames({ clusterName: "c".repeat(30) });
    assert.equal(names.plan.length <= 50, true);
    assert.equal(names.role.length <= 64, true);
    assert.match(names.vault, /^[A-Za-z0-9-]{2,50}$/);
  });

  it("gives the ARN of the vault", () => {
    assert.equal(
      vaultArn(productionSite),
      "arn:aws:backup:us-west-2:111122223333:backup-vault:kubeflow-prod-backups",
    );
  });
});
