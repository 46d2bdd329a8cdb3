import assert from "node:assert/strict";
import { PutRuleCommand } from "@aws-sdk/client-eventbridge";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import type { During, Proof } from "../fixture";
import { locationOf } from "./location";

const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const allowed = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" };
const every = { Filter: { Prefix: "" }, Status: "Enabled" } as const;

/** Documents of roles that IAM refuses. */
const badPermissions: Readonly<Record<string, object>> = {
  "an effect that there isn't": { ...allowed, Effect: "Permit" },
  "an action without its service": { ...allowed, Action: "GetObject" },
  "a resource that is no ARN": { ...allowed, Resource: "bucket" },
  "a bucket with a region": { ...allowed, Resource: "arn:aws:s3:us-west-2::bucket/*" },
  "a condition operator that there isn't": { ...allowed, Condition: { StringLooksLike: { a: "b" } } },
  "no resource": { Effect: "Allow", Action: "s3:GetObject" },
};

const badTrust: Readonly<Record<string, object>> = {
  "a resource": { ...trust, Resource: "*" },
  "an action of another service": { ...trust, Action: "s3:GetObject" },
};

const badRules: Readonly<Record<string, LifecycleRule>> = {
  "a rule without filter": { ID: "r", Status: "Enabled", Expiration: { Days: 1 } },
  "delete markers and days at once": { ...every, Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } },
};

const badPatterns: Readonly<Record<string, string>> = {
  "a value that is no list": JSON.stringify({ source: "aws.ec2" }),
  "an empty list": JSON.stringify({ source: [] }),
  "no JSON": "source",
};

/** What is wrong in the ways that the other suites look for is refused. Without this, they might prove nothing. */
export function provesRefusals(during: During<Proof>): void {
  const RoleName = "refusals";
  const Bucket = "refusals";

  before(async () => {
    const { clients, inventory } = during();
    const { iam, s3 } = clients;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policyOf(trust) }));
    const LocationConstraint = locationOf(inventory.region);
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  });

  it("not what is right", async () => {
    const { iam, s3 } = during().clients;
    const PolicyDocument = policyOf(allowed);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policyOf(trust) }));
    const LifecycleConfiguration = { Rules: [{ ...every, Expiration: { Days: 1 } }] };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  });

  for (const [what, statement] of Object.entries(badPermissions)) {
    it(`permissions with ${what}`, async () => {
      const PolicyDocument = policyOf(statement);
      await assert.rejects(
        during().clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument })),
        { name: "MalformedPolicyDocumentException" },
      );
    });
  }

  for (const [what, statement] of Object.entries(badTrust)) {
    it(`trust with ${what}`, async () => {
      const PolicyDocument = policyOf(statement);
      await assert.rejects(
        during().clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
        { name: "MalformedPolicyDocumentException" },
      );
    });
  }

  it("a managed policy that AWS doesn't have", async () => {
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonEKSNoSuchPolicy";
    await assert.rejects(during().clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })), {
      name: "NoSuchEntityException",
    });
  });

  for (const [what, rule] of Object.entries(badRules)) {
    it(`a lifecycle with ${what}`, async () => {
      const LifecycleConfiguration = { Rules: [rule] };
      await assert.rejects(
        during().clients.s3.send(
          new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
        ),
        { name: "MalformedXML" },
      );
    });
  }

  for (const [what, EventPattern] of Object.entries(badPatterns)) {
    it(`an event pattern with ${what}`, async () => {
      await assert.rejects(during().clients.events.send(new PutRuleCommand({ Name: "r", EventPattern })), {
        name: "InvalidEventPatternException",
      });
    });
  }

  it("a bucket's name with more than 63 characters", async () => {
    const { clients, inventory } = during();
    const CreateBucketConfiguration = { LocationConstraint: locationOf(inventory.region) };
    await assert.rejects(
      clients.s3.send(new CreateBucketCommand({ Bucket: "b".repeat(64), CreateBucketConfiguration })),
      { name: "InvalidBucketName" },
    );
  });

  it("a queue's name with a space", async () => {
    await assert.rejects(during().clients.sqs.send(new CreateQueueCommand({ QueueName: "no queue" })), {
      name: "InvalidParameterValue",
    });
  });

  it("a key's alias outside of alias/", async () => {
    const { kms } = during().clients;
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const input = { AliasName: "no-alias", TargetKeyId: KeyMetadata?.KeyId };
    await assert.rejects(kms.send(new CreateAliasCommand(input)), { name: "ValidationException" });
  });
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
