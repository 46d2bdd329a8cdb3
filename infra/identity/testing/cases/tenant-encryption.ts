import { facts, site } from "../sample";
import type { Case } from "./case";

const { artifacts, models, backups } = facts.buckets;
const role = "tenant";

function object(bucketName: string, key: string): string {
  return `${bucket(bucketName)}/${key}`;
}

function bucket(name: string): string {
  return `arn:aws:s3:::${name}`;
}

const throughS3 = { "kms:ViaService": `s3.${site.region}.amazonaws.com` };
const contextKey = "kms:EncryptionContext:aws:s3:arn";

function withKey(
  name: string,
  expect: Case["expect"],
  context: Case["context"],
  action = "kms:Decrypt",
): Case {
  return { name, role, action, resource: facts.dataKeyArn, context, expect };
}

const dataKey: readonly Case[] = [
  withKey("decrypts through S3", "allowed", { ...throughS3, [contextKey]: bucket(artifacts) }),
  withKey(
    "encrypts through S3",
    "allowed",
    { ...throughS3, [contextKey]: bucket(models) },
    "kms:GenerateDataKey",
  ),
  withKey("decrypts an object of its own without a bucket key", "allowed", {
    ...throughS3,
    [contextKey]: object(artifacts, "team/a"),
  }),
  withKey("decrypts another tenant's object without a bucket key", "refused", {
    ...throughS3,
    [contextKey]: object(artifacts, "other/a"),
  }),
  withKey("decrypts by itself", "refused", { [contextKey]: bucket(artifacts) }),
  withKey("decrypts through Secrets Manager", "refused", {
    "kms:ViaService": `secretsmanager.${site.region}.amazonaws.com`,
    [contextKey]: bucket(artifacts),
  }),
  withKey("decrypts through S3 of another region", "refused", {
    "kms:ViaService": "s3.eu-west-1.amazonaws.com",
    [contextKey]: bucket(artifacts),
  }),
  withKey("decrypts the backups", "refused", { ...throughS3, [contextKey]: bucket(backups) }),
  withKey("gives the key away", "refused", { ...throughS3 }, "kms:CreateGrant"),
  withKey("deletes the key", "refused", {}, "kms:ScheduleKeyDeletion"),
];

const withoutTls: Case = {
  name: "reads its own without TLS, where the bucket wants TLS",
  role,
  action: "s3:GetObject",
  resource: object(artifacts, "team/a"),
  context: { "aws:SecureTransport": "false" },
  resourcePolicy: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucket(artifacts), object(artifacts, "*")],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  },
  expect: "refused",
};

/** The data key in the hands of a tenant, here the namespace `team`, and requests that are not encrypted. */
export const tenantEncryptionCases: readonly Case[] = [
  ...dataKey,
  withoutTls,
  {
    ...withoutTls,
    name: "reads its own with TLS",
    context: { "aws:SecureTransport": "true" },
    expect: "allowed",
  },
];
