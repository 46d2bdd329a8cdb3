import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type * as z from "zod";
import type { During, Proof } from "../fixture";
import { inputsOf } from "../inventory";
import { documentOf, plain, tagList } from "../plain";
import * as inputs from "./bucket-inputs";
import { locationOf } from "./location";

/** Buckets of S3, with everything that is put on them but their access logs. */
export function provesBuckets(during: During<Proof>): void {
  const s3 = () => during().clients.s3;
  const all = <Schema extends z.ZodType>(kind: string, schema: Schema) =>
    inputsOf(during().inventory, `aws:s3/bucket${kind}:Bucket${kind}`, schema).values();
  const nameOf = ({ Bucket }: { readonly Bucket: string }) => ({ Bucket });

  it("are made, with names that S3 takes", async () => {
    const { region } = during().inventory;
    for (const { bucket: Bucket, tags } of all("", inputs.Bucket)) {
      // The S3 user guide's rules for names; the emulator counts their characters only.
      assert.match(Bucket, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
      const LocationConstraint = locationOf(region);
      await s3().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
      await s3().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagList(tags) } }));
      const { TagSet } = await s3().send(new GetBucketTaggingCommand({ Bucket }));
      assert.deepEqual(TagSet, tagList(tags));
    }
  });

  it("belong to the account, whoever writes to them", async () => {
    for (const input of all("OwnershipControls", inputs.Ownership)) {
      await s3().send(new PutBucketOwnershipControlsCommand(input));
      const read = await s3().send(new GetBucketOwnershipControlsCommand(nameOf(input)));
      assert.deepEqual(plain(read.OwnershipControls), input.OwnershipControls, input.Bucket);
    }
  });

  it("are closed to the public", async () => {
    for (const input of all("PublicAccessBlock", inputs.PublicAccess)) {
      await s3().send(new PutPublicAccessBlockCommand(input));
      const read = await s3().send(new GetPublicAccessBlockCommand(nameOf(input)));
      const { PublicAccessBlockConfiguration: found } = read;
      assert.deepEqual(plain(found), input.PublicAccessBlockConfiguration, input.Bucket);
    }
  });

  it("keep versions", async () => {
    for (const input of all("Versioning", inputs.Versioning)) {
      await s3().send(new PutBucketVersioningCommand(input));
      const { Status } = await s3().send(new GetBucketVersioningCommand(nameOf(input)));
      assert.deepEqual({ Status }, input.VersioningConfiguration, input.Bucket);
    }
  });

  it("encrypt", async () => {
    for (const input of all("ServerSideEncryptionConfiguration", inputs.Encryption)) {
      await s3().send(new PutBucketEncryptionCommand(input));
      const read = await s3().send(new GetBucketEncryptionCommand(nameOf(input)));
      // The emulator forgets what is blocked, and says of a bucket key that nobody asked for that it is off, as S3 does.
      const expected = input.ServerSideEncryptionConfiguration.Rules.map(
        ({ BlockedEncryptionTypes, BucketKeyEnabled = false, ...rule }) => ({ ...rule, BucketKeyEnabled }),
      );
      assert.deepEqual(plain(read.ServerSideEncryptionConfiguration?.Rules), plain(expected), input.Bucket);
    }
  });

  it("have the lifecycle of the inventory", async () => {
    for (const input of all("LifecycleConfiguration", inputs.Lifecycle)) {
      await s3().send(new PutBucketLifecycleConfigurationCommand(input));
      const { Rules } = await s3().send(new GetBucketLifecycleConfigurationCommand(nameOf(input)));
      assert.deepEqual(plain(Rules), plain(input.LifecycleConfiguration.Rules), input.Bucket);
    }
  });

  it("have the policies of the inventory", async () => {
    for (const { bucket: Bucket, policy } of all("Policy", inputs.Policy)) {
      await s3().send(new PutBucketPolicyCommand({ Bucket, Policy: policy }));
      const read = await s3().send(new GetBucketPolicyCommand({ Bucket }));
      assert.deepEqual(documentOf(read.Policy), documentOf(policy), Bucket);
    }
  });

  it("are each complete: whatever one has, all have", () => {
    const names = [...all("", inputs.Bucket)].map(({ bucket }) => bucket).sort();
    const named = (found: Iterable<{ readonly Bucket: string }>) =>
      [...found].map((input) => input.Bucket).sort();
    assert.deepEqual(named(all("OwnershipControls", inputs.Ownership)), names);
    assert.deepEqual(named(all("PublicAccessBlock", inputs.PublicAccess)), names);
    assert.deepEqual(named(all("Versioning", inputs.Versioning)), names);
    assert.deepEqual(named(all("ServerSideEncryptionConfiguration", inputs.Encryption)), names);
    assert.deepEqual(named(all("LifecycleConfiguration", inputs.Lifecycle)), names);
    assert.deepEqual([...all("Policy", inputs.Policy)].map(({ bucket }) => bucket).sort(), names);
  });
}
