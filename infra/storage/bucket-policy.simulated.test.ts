import * as assert from "node:assert/strict";
import { productionSite } from "../testing/mocks";
import { bucketNames } from "./bucket-names";
import { logsBucketPolicy, privateBucketPolicy } from "./bucket-policy";
import { askResource } from "./testing/simulate";

const keyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";
const names = bucketNames(productionSite, { bucketPrefix: "ml" });

const role = "arn:aws:iam::111122223333:role/kubeflow";
const stranger = "arn:aws:iam::999999999999:role/kubeflow";

interface Case {
  readonly what: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly expected: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";
}

const ENCRYPTION = "s3:x-amz-server-side-encryption";
const KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

describe("the policy of a data bucket, simulated", () => {
  const policy = privateBucketPolicy(productionSite, names.artifacts, { kind: "kms", keyArn });
  const object = "arn:aws:s3:::ml-artifacts/team/model";
  const put = { principal: role, action: "s3:PutObject", resource: object };
  const cases: readonly Case[] = [
    { what: "an upload without encryption headers", ...put, expected: "Allowed" },
    {
      what: "an upload that asks for the bucket's own encryption",
      ...put,
      context: { [ENCRYPTION]: "aws:kms", [KEY]: keyArn },
      expected: "Allowed",
    },
    {
      what: "an upload with S3's own keys",
      ...put,
      context: { [ENCRYPTION]: "AES256" },
      expected: "ExplicitlyDenied",
    },
    {
      what: "an upload with another key",
      ...put,
      context: { [ENCRYPTION]: "aws:kms", [KEY]: `${keyArn}5` },
      expected: "ExplicitlyDenied",
    },
    {
      what: "an upload without TLS",
      ...put,
      context: { "aws:SecureTransport": "false" },
      expected: "ExplicitlyDenied",
    },
    { what: "reading by a role of the account", ...put, action: "s3:GetObject", expected: "Allowed" },
    {
      what: "reading without TLS",
      ...put,
      action: "s3:GetObject",
      context: { "aws:SecureTransport": "false" },
      expected: "ExplicitlyDenied",
    },
    {
      what: "reading by a role of another account",
      ...put,
      principal: stranger,
      action: "s3:GetObject",
      expected: "ExplicitlyDenied",
    },
    {
      what: "listing by a role of another account",
      principal: stranger,
      action: "s3:ListBucket",
      resource: "arn:aws:s3:::ml-artifacts",
      expected: "ExplicitlyDenied",
    },
  ];
  for (const { what, expected, ...request } of cases) {
    it(`${what}: ${expected}`, async () => {
      assert.equal(await askResource({ ...request, policy }), expected);
    });
  }
});

describe("the policy of the logs bucket, simulated", () => {
  const policy = logsBucketPolicy(productionSite, names);
  const bucket = "arn:aws:s3:::ml-logs";
  const s3 = {
    principal: "logging.s3.amazonaws.com",
    action: "s3:PutObject",
    resource: `${bucket}/s3-access/models/2026-01-01`,
  };
  const loadBalancer = {
    principal: "logdelivery.elasticloadbalancing.amazonaws.com",
    action: "s3:PutObject",
    resource: `${bucket}/load-balancer/AWSLogs/111122223333/elasticloadbalancing/us-west-2/log.gz`,
  };
  const trail = {
    principal: "cloudtrail.amazonaws.com",
    action: "s3:PutObject",
    resource: `${bucket}/cloudtrail/AWSLogs/111122223333/CloudTrail/us-west-2/log.json.gz`,
  };
  const source = (arn: string, account = "111122223333") => ({
    "aws:SourceArn": arn,
    "aws:SourceAccount": account,
  });
  const trailArn = "arn:aws:cloudtrail:us-west-2:111122223333:trail/kubeflow-prod-data-events";
  const acl = { "s3:x-amz-acl": "bucket-owner-full-control" };
  const cases: readonly Case[] = [
    {
      what: "S3 logs access to a bucket of ours",
      ...s3,
      context: source("arn:aws:s3:::ml-models"),
      expected: "Allowed",
    },
    {
      what: "S3 logs access to somebody else's bucket",
      ...s3,
      context: source("arn:aws:s3:::theirs", "999999999999"),
      expected: "ImplicitlyDenied",
    },
    {
      what: "S3 writes elsewhere in the bucket",
      ...s3,
      resource: `${bucket}/cloudtrail/x`,
      context: source("arn:aws:s3:::ml-models"),
      expected: "ImplicitlyDenied",
    },
    {
      what: "a load balancer of ours logs",
      ...loadBalancer,
      context: source("arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/k8s-x/1"),
      expected: "Allowed",
    },
    {
      what: "a load balancer of another account logs",
      ...loadBalancer,
      context: source("arn:aws:elasticloadbalancing:us-west-2:999999999999:loadbalancer/app/k8s-x/1"),
      expected: "ImplicitlyDenied",
    },
    { what: "our trail writes", ...trail, context: { ...source(trailArn), ...acl }, expected: "Allowed" },
    {
      what: "our trail asks for the ACL",
      ...trail,
      action: "s3:GetBucketAcl",
      resource: bucket,
      context: source(trailArn),
      expected: "Allowed",
    },
    {
      what: "another environment's trail writes",
      ...trail,
      context: { ...source(trailArn.replace("kubeflow-prod", "kubeflow-dev")), ...acl },
      expected: "ImplicitlyDenied",
    },
    {
      what: "our trail, without TLS",
      ...trail,
      context: { ...source(trailArn), ...acl, "aws:SecureTransport": "false" },
      expected: "ExplicitlyDenied",
    },
    {
      what: "CloudTrail deletes",
      ...trail,
      action: "s3:DeleteObject",
      context: source(trailArn),
      expected: "ImplicitlyDenied",
    },
  ];
  for (const { what, expected, ...request } of cases) {
    it(`${what}: ${expected}`, async () => {
      assert.equal(await askResource({ ...request, policy }), expected);
    });
  }
});
