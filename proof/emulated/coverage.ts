import assert from "node:assert/strict";
import type { During, Proof } from "../fixture";

/** Types that the suites put into the emulator. */
const PROVEN = new Set([
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kms/alias:Alias",
  "aws:kms/key:Key",
  "aws:rds/instance:Instance",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
]);

const SERVICES = /^aws:(?:cloudwatch\/event|iam|kms|rds|s3|sns|sqs)/;

/** A type of these services that infra begins to use must get a suite. */
export function provesCoverage(during: During<Proof>): void {
  it("has no type of the proven services that nothing tries", () => {
    const types = new Set(during().inventory.items.map(({ type }) => type));
    assert.deepEqual(
      [...types].filter((type) => SERVICES.test(type) && !PROVEN.has(type)),
      [],
    );
  });
}
