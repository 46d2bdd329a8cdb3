import assert from "node:assert/strict";
import { developmentSite, productionSite } from "../testing/mocks";
import { type KeyStatement, clusterSecretsKeyPolicy, dataKeyPolicy } from "./key-policy";

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const administration = {
  Sid: "AccountAdministration",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

function statement(sid: string, site = productionSite): KeyStatement {
  return dataKeyPolicy(site).Statement.find((one) => one.Sid === sid) ?? assert.fail(`no statement ${sid}`);
}

describe("the policy of the data key", () => {
  it("lets IAM decide in the account, and is of statements that are needed only", () => {
    const { Version, Statement } = dataKeyPolicy(productionSite);
    assert.equal(Version, "2012-10-17");
    assert.deepEqual(Statement[0], administration);
    assert.deepEqual(
      Statement.map(({ Sid }) => Sid),
      [
        "AccountAdministration",
        "CloudWatchLogs",
        "EventBridgeToQueues",
        "VolumesOfLaunchedInstances",
        "AttachingVolumesOfLaunchedInstances",
        "LustreToBuckets",
        "CloudTrailEncrypts",
        "CloudTrailLooksAndDecrypts",
      ],
    );
  });

  it("allows CloudWatch Logs what it needs for the account's log groups", () => {
    assert.deepEqual(statement("CloudWatchLogs"), {
      Sid: "CloudWatchLogs",
      Effect: "Allow",
      Principal: { Service: "logs.us-west-2.amazonaws.com" },
      Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-west-2:111122223333:log-group:*",
        },
      },
    });
  });

  it("asks EventBridge for no source, which it doesn't send to KMS", () => {
    assert.deepEqual(statement("EventBridgeToQueues"), {
      Sid: "EventBridgeToQueues",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
    });
  });

  it("allows EC2's own roles the volumes of what they launch, through EC2", () => {
    const roles = ["autoscaling", "ec2fleet", "spot"].map(
      (service) => `arn:aws:iam::111122223333:role/aws-service-role/${service}.amazonaws.com/*`,
    );
    const Condition = {
      StringEquals: { "kms:CallerAccount": "111122223333", "kms:ViaService": "ec2.us-west-2.amazonaws.com" },
      ArnLike: { "aws:PrincipalArn": roles },
    };
    assert.deepEqual(statement("VolumesOfLaunchedInstances").Action, use);
    assert.deepEqual(statement("VolumesOfLaunchedInstances").Condition, Condition);
    assert.deepEqual(statement("AttachingVolumesOfLaunchedInstances").Action, "kms:CreateGrant");
    assert.deepEqual(statement("AttachingVolumesOfLaunchedInstances").Condition, {
      ...Condition,
      Bool: { "kms:GrantIsForAWSResource": "true" },
    });
  });

  it("allows Lustre the buckets, through S3", () => {
    assert.deepEqual(statement("LustreToBuckets").Action, use);
    assert.deepEqual(statement("LustreToBuckets").Condition, {
      StringEquals: { "kms:CallerAccount": "111122223333", "kms:ViaService": "s3.us-west-2.amazonaws.com" },
      ArnLike: {
        "aws:PrincipalArn":
          "arn:aws:iam::111122223333:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*",
      },
    });
  });

  it("allows CloudTrail the trails of this cluster", () => {
    const trail = "arn:aws:cloudtrail:us-west-2:111122223333:trail/kubeflow-dev-*";
    const encrypts = statement("CloudTrailEncrypts", developmentSite);
    assert.deepEqual(encrypts.Action, "kms:GenerateDataKey*");
    assert.deepEqual(encrypts.Condition, {
      ArnLike: { "aws:SourceArn": trail },
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trail },
    });
    const looks = statement("CloudTrailLooksAndDecrypts", developmentSite);
    assert.deepEqual(looks.Action, ["kms:DescribeKey", "kms:Decrypt"]);
    assert.deepEqual(looks.Condition, { ArnLike: { "aws:SourceArn": trail } });
  });

  it("gives everybody's principal nothing without naming account, service and role", () => {
    const open = dataKeyPolicy(productionSite).Statement.filter(
      ({ Principal }) => "AWS" in Principal && Principal.AWS === "*",
    );
    assert.equal(open.length, 3);
    for (const { Sid, Condition } of open) {
      assert.deepEqual(
        Object.keys(Condition?.StringEquals ?? {}).sort(),
        ["kms:CallerAccount", "kms:ViaService"],
        Sid,
      );
      assert.ok(Condition?.ArnLike?.["aws:PrincipalArn"], Sid);
    }
  });

  it("gives no service all of KMS", () => {
    const others = dataKeyPolicy(productionSite).Statement.slice(1);
    assert.ok(others.flatMap(({ Action }) => Action).every((action) => action !== "kms:*"));
  });

  it("has China's names in China", () => {
    const site = { ...productionSite, region: "cn-north-1", partition: "aws-cn" };
    assert.deepEqual(statement("CloudWatchLogs", site).Principal, {
      Service: "logs.cn-north-1.amazonaws.com.cn",
    });
    assert.equal(
      statement("LustreToBuckets", site).Condition?.StringEquals?.["kms:ViaService"],
      "s3.cn-north-1.amazonaws.com.cn",
    );
    assert.deepEqual(statement("AccountAdministration", site).Principal, {
      AWS: "arn:aws-cn:iam::111122223333:root",
    });
  });
});

describe("the policy of the key of Kubernetes Secrets", () => {
  it("leaves all to IAM", () => {
    assert.deepEqual(clusterSecretsKeyPolicy(productionSite), {
      Version: "2012-10-17",
      Statement: [administration],
    });
  });
});
