import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { awsPlatformFixture, platformFixture } from "../../testing";
import { checkedStorageUri, checkStorageUri } from "./storage-uri";

const check = (uri: string, platform = awsPlatformFixture) =>
  checkStorageUri("model", "team-a", platform, uri);

describe("checkStorageUri", () => {
  const allowed = [
    "s3://kubeflow-prod-models/team-a/churn/v1",
    "s3://kubeflow-prod-artifacts/team-a/run/model",
    "pvc://claim/model",
    "hf://org/model",
    "https://example.com/model.tar.gz",
  ];
  for (const uri of allowed) {
    it(`takes ${uri}`, () => {
      assert.equal(check(uri), uri);
    });
  }

  const outside = [
    "s3://kubeflow-prod-models/team-b/churn/v1",
    "s3://kubeflow-prod-models/team-a-b/churn",
    "s3://kubeflow-prod-models/team-a/",
    "s3://kubeflow-prod-models/team-a",
    "s3://kubeflow-prod-models/team-a/../team-b/churn",
    "s3://other/team-a/churn",
  ];
  for (const uri of outside) {
    it(`refuses ${uri}`, () => {
      assert.throws(
        () => check(uri),
        /is outside the tenant's prefix: s3:\/\/kubeflow-prod-models\/team-a\/ or s3:\/\/kubeflow-prod-artifacts\/team-a\//,
      );
    });
  }

  for (const uri of ["", "model", "gs://bucket/model", "S3://kubeflow-prod-models/team-a/x", "pvc://"]) {
    it(`refuses "${uri}"`, () => {
      assert.throws(
        () => check(uri),
        /is no address of a model; they begin with s3:\/\/, pvc:\/\/, hf:\/\/, https:\/\//,
      );
    });
  }

  it("knows no prefixes where S3 is inside of the cluster", () => {
    assert.equal(check("s3://mlpipeline/churn", platformFixture), "s3://mlpipeline/churn");
  });
});

describe("checkedStorageUri", () => {
  const checked = (uri: pulumi.Input<string>) =>
    checkedStorageUri("model", "team-a", awsPlatformFixture, uri);

  it("checks at once what is plain, and leaves it plain", () => {
    assert.equal(checked("pvc://a/b"), "pvc://a/b");
    assert.throws(() => checked("s3://other/x"), /outside the tenant's prefix/);
  });

  it("hands on what is known later", async () => {
    const later = pulumi.output(checked(pulumi.output("pvc://a/b")));
    assert.equal(await new Promise((resolve) => later.apply(resolve)), "pvc://a/b");
  });
});
