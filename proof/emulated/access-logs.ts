import assert from "node:assert/strict";
import {
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import type { During, Proof } from "../fixture";
import { inputsOfAny } from "../inventory";
import { plain } from "../plain";
import { serviceMay } from "../simulate";
import { Logging } from "./bucket-inputs";

const SERVICE = "logging.s3.amazonaws.com";

/** Access logs of buckets: that they are asked for, and that the bucket which gets them lets them in. */
export function provesAccessLogs(during: During<Proof>): void {
  const all = () => inputsOfAny(during().inventory, "aws:s3/bucketLogging:BucketLogging", Logging).values();

  before(function () {
    if ([...all()].length === 0) {
      this.skip();
    }
  });

  it("are asked for", async () => {
    const { s3 } = during().clients;
    for (const input of all()) {
      const { TargetBucket, TargetPrefix } = input.BucketLoggingStatus.LoggingEnabled;
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: TargetBucket }));
      // The emulator compares the grant's resource with the prefix letter by letter, where S3 takes it as a pattern.
      // So it gets the narrower grant for as long as it looks; the pattern is tried below.
      const narrow = narrowGrant(`arn:aws:s3:::${TargetBucket}/${TargetPrefix}*`);
      await s3.send(new PutBucketPolicyCommand({ Bucket: TargetBucket, Policy: narrow }));
      await s3.send(new PutBucketLoggingCommand(input));
      await s3.send(new PutBucketPolicyCommand({ Bucket: TargetBucket, Policy }));

      const read = await s3.send(new GetBucketLoggingCommand({ Bucket: input.Bucket }));
      // The emulator forgets TargetObjectKeyFormat.
      assert.deepEqual(plain(read.LoggingEnabled), { TargetBucket, TargetPrefix }, input.Bucket);
    }
  });

  it("are let in by the policy of the bucket that gets them, and from no other account", async () => {
    const { accountId } = during().inventory;
    for (const { Bucket, BucketLoggingStatus } of all()) {
      const { TargetBucket, TargetPrefix } = BucketLoggingStatus.LoggingEnabled;
      const { Policy = "" } = await during().clients.s3.send(
        new GetBucketPolicyCommand({ Bucket: TargetBucket }),
      );
      const mayWrite = (account: string, key: string) =>
        serviceMay({
          service: SERVICE,
          action: "s3:PutObject",
          resource: `arn:aws:s3:::${TargetBucket}/${key}`,
          accountId,
          policy: Policy,
          context: { "aws:SourceAccount": account, "aws:SourceArn": `arn:aws:s3:::${Bucket}` },
        });
      assert.equal(
        await mayWrite(accountId, `${TargetPrefix}2026-11-24-00-00-00-0123456789ABCDEF`),
        true,
        Bucket,
      );
      assert.equal(await mayWrite("999999999999", `${TargetPrefix}log`), false, Bucket);
      assert.equal(await mayWrite(accountId, "elsewhere/log"), false, Bucket);
    }
  });
}

function narrowGrant(Resource: string): string {
  const statement = { Effect: "Allow", Principal: { Service: SERVICE }, Action: "s3:PutObject", Resource };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
