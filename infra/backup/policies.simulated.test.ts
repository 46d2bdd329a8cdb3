import * as assert from "node:assert/strict";
import { askResource } from "../storage/testing/simulate";
import { productionSite } from "../testing/mocks";
import { vaultPolicy } from "./policies";

describe("the policy of the vault, simulated", () => {
  const policy = vaultPolicy(productionSite);
  const copy = "arn:aws:backup:us-west-2:111122223333:recovery-point:1";
  const ask = (principal: string, action: string, resource = copy) =>
    askResource({ principal, action, resource, policy });
  const admin = "arn:aws:iam::111122223333:role/admin";
  const backupRole = "arn:aws:iam::111122223333:role/kubeflow-prod-aws-backup";
  const serviceRole =
    "arn:aws:iam::111122223333:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup";

  it("keeps an administrator from deleting a copy or bringing its end nearer", async () => {
    assert.equal(await ask(admin, "backup:DeleteRecoveryPoint"), "ExplicitlyDenied");
    assert.equal(await ask(admin, "backup:UpdateRecoveryPointLifecycle"), "ExplicitlyDenied");
  });

  it("keeps nobody from looking and restoring", async () => {
    assert.equal(await ask(admin, "backup:DescribeRecoveryPoint"), "Allowed");
    assert.equal(await ask(admin, "backup:StartRestoreJob"), "Allowed");
  });

  it("lets AWS Backup remove what has reached its end", async () => {
    assert.equal(await ask(backupRole, "backup:DeleteRecoveryPoint"), "Allowed");
    assert.equal(await ask(serviceRole, "backup:DeleteRecoveryPoint"), "Allowed");
  });
});
