import assert from "node:assert/strict";
import { declaredArguments } from "./declared";
import { ENCRYPTION, PROTECTION, STATELESS } from "./tables";

/** Kubernetes' types have neither keys nor protection among their arguments. */
const types = [...new Set([...STATELESS, ...Object.keys(ENCRYPTION), ...Object.keys(PROTECTION)])]
  .filter((type) => !type.startsWith("kubernetes:"))
  .sort();

/** Arguments by which a type is encrypted. */
const encrypting = /kms|encrypt(ed|ion)|^sse/i;

/** Arguments by which a type is kept from deletion, or by which a deletion takes more along. */
const protecting =
  /^(deletionProtection|forceDestroy|skipFinal|skipDestroy)|^(deletion|recovery)WindowInDays$/;

/** Types with such arguments that are deleted all the same, and why. */
const DELETED: Readonly<Record<string, string>> = {
  "aws:cloudwatch/eventRule:EventRule": "forceDestroy is for rules that AWS manages; these are code",
  "aws:cloudwatch/eventTarget:EventTarget": "as its rule",
  "aws:cloudwatch/logGroup:LogGroup": "logs go with what they are about; retentionDays ends them anyway",
  "aws:fsx/lustreFileSystem:LustreFileSystem":
    "what is in it comes from S3; FSx backs up no linked file system",
  "aws:rds/clusterInstance:ClusterInstance": "the data are the cluster's, which is kept",
  "aws:rds/parameterGroup:ParameterGroup": "settings that are code",
  "aws:route53/zone:Zone": "Route53 deletes none that has records, unless forceDestroy is true",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "goes after its bucket, which is kept",
};

function typesWith(pattern: RegExp): string[] {
  return types.filter((type) => [...declaredArguments(type)].some((argument) => pattern.test(argument)));
}

describe("the tables of what is encrypted and kept", () => {
  it("are held against declarations that are found", () => {
    assert.deepEqual(
      types.filter((type) => declaredArguments(type).size === 0),
      [],
    );
    assert.ok(declaredArguments("aws:s3/bucket:Bucket").has("forceDestroy"));
    assert.ok(declaredArguments("awsx:ec2:Vpc").has("natGateways"));
    assert.ok(declaredArguments("eks:index:Cluster").has("encryptionConfigKeyArn"));
  });

  it("have a rule for each type that its SDK can encrypt", () => {
    assert.deepEqual(
      typesWith(encrypting).filter((type) => ENCRYPTION[type] === undefined),
      [],
    );
  });

  it("have a rule, or a reason for none, for each type that its SDK can keep from deletion", () => {
    assert.deepEqual(
      typesWith(protecting).filter((type) => PROTECTION[type] === undefined && !(type in DELETED)),
      [],
    );
  });

  it("give no reason that nobody needs", () => {
    const needed = typesWith(protecting);
    assert.deepEqual(
      Object.keys(DELETED).filter((type) => !needed.includes(type) || PROTECTION[type] !== undefined),
      [],
    );
  });
});
