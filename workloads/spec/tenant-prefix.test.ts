import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { awsPlatformFixture, platformFixture } from "../testing";
import { checkTenantPrefix, tenantPrefixes } from "./tenant-prefix";

describe("checkTenantPrefix", () => {
  it("takes what is below the tenant's name in either bucket, as the scheme has it", () => {
    assert.deepEqual(tenantPrefixes("team-a", awsPlatformFixture, "s3a"), [
      "s3a://kubeflow-prod-artifacts/team-a/",
      "s3a://kubeflow-prod-models/team-a/",
    ]);
    assert.deepEqual(tenantPrefixes("team-a", platformFixture), []);
    const uri = "s3://kubeflow-prod-models/team-a/logs";
    assert.equal(checkTenantPrefix("x", "team-a", awsPlatformFixture, uri), uri);
  });

  const refused: [string, string][] = [
    ["another tenant whose name begins alike", "s3://kubeflow-prod-models/team-ab/logs"],
    ["another bucket", "s3://elsewhere/team-a/logs"],
    ["a way out", "s3://kubeflow-prod-models/team-a/../team-b"],
    ["another scheme", "s3a://kubeflow-prod-models/team-a/logs"],
  ];
  for (const [what, uri] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => checkTenantPrefix("x", "team-a", awsPlatformFixture, uri),
        (error) => error instanceof UserError && error.message.includes("outside the tenant's prefix"),
      );
    });
  }

  it("refuses S3 where there is none", () => {
    assert.throws(
      () => checkTenantPrefix("x", "team-a", platformFixture, "s3://b/team-a/x"),
      /x: s3:\/\/b\/team-a\/x is on S3, and the objects of this platform are in the cluster/,
    );
  });
});
