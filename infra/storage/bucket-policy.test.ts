import * as assert from "node:assert/strict";
import { productionSite } from "../testing/mocks";
import { bucketNames } from "./bucket-names";
import { logsBucketPolicy, privateBucketPolicy } from "./bucket-policy";

const keyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";
const names = bucketNames(productionSite, { bucketPrefix: "ml" });

describe("privateBucketPolicy", () => {
  it("denies what is not by TLS, not of this account, or not encrypted by this key, and allows nothing", () => {
    assert.deepEqual(privateBucketPolicy(productionSite, "ml-models", { kind: "kms", keyArn }), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::ml-models", "arn:aws:s3:::ml-models/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "DenyOtherAccounts",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::ml-models", "arn:aws:s3:::ml-models/*"],
          Condition: {
            StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          },
        },
        {
          Sid: "DenyOtherEncryption",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::ml-models/*",
          Condition: {
            Null: { "s3:x-amz-server-side-encryption": "false" },
            StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          },
        },
        {
          Sid: "DenyOtherKeys",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::ml-models/*",
          Condition: {
            Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
            ArnNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
          },
        },
      ],
    });
  });

  it("names resources of the partition that the site is in", () => {
    const [first] = privateBucketPolicy({ ...productionSite, partition: "aws-cn" }, "ml-models", {
      kind: "s3",
    }).Statement;
    assert.deepEqual(first?.Resource, ["arn:aws-cn:s3:::ml-models", "arn:aws-cn:s3:::ml-models/*"]);
  });
});

describe("logsBucketPolicy", () => {
  const { Statement } = logsBucketPolicy(productionSite, names);

  it("denies no kind of encryption: AWS delivers logs in its own", () => {
    assert.deepEqual(
      Statement.filter(({ Effect }) => Effect === "Deny").map(({ Sid }) => Sid),
      ["DenyWithoutTls", "DenyOtherAccounts"],
    );
  });

  it("lets each service write under its prefix, and only for sources of this environment", () => {
    assert.deepEqual(
      Statement.filter(({ Effect }) => Effect === "Allow"),
      [
        {
          Sid: "AllowS3ServerAccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::ml-logs/s3-access/*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: {
              "aws:SourceArn": [
                "arn:aws:s3:::ml-artifacts",
                "arn:aws:s3:::ml-models",
                "arn:aws:s3:::ml-backups",
              ],
            },
          },
        },
        {
          Sid: "AllowLoadBalancerLogs",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::ml-logs/load-balancer/AWSLogs/111122223333/*",
          Condition: {
            ArnLike: {
              "aws:SourceArn": "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/*",
            },
          },
        },
        {
          Sid: "AllowCloudTrailAclCheck",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:GetBucketAcl",
          Resource: "arn:aws:s3:::ml-logs",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:us-west-2:111122223333:trail/kubeflow-prod-*" },
          },
        },
        {
          Sid: "AllowCloudTrailEvents",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::ml-logs/cloudtrail/AWSLogs/111122223333/*",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:us-west-2:111122223333:trail/kubeflow-prod-*" },
            StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
          },
        },
      ],
    );
  });

  it("gives each statement a name of its own, in letters and digits", () => {
    const ids = Statement.map(({ Sid }) => Sid);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(
      ids.every((id) => /^[A-Za-z0-9]+$/.test(id)),
      true,
    );
  });
});
