import assert from "node:assert/strict";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import * as z from "zod";
import type { During, Proof } from "../fixture";
import { inputsOf, PolicyText, Tags } from "../inventory";

const Key = z.strictObject({
  deletionWindowInDays: z.int(),
  description: z.string(),
  enableKeyRotation: z.literal(true),
  policy: PolicyText,
  tags: Tags,
});

/** The id of an alias' key is that of the key's resource, which Pulumi's mocks derive from its name. */
const Alias = z.strictObject({ name: z.string(), targetKeyId: z.string() });

/** Keys of KMS: policy, rotation, alias, waiting time before they are deleted. */
export function provesKeys(during: During<Proof>): void {
  const keys = () => inputsOf(during().inventory, "aws:kms/key:Key", Key);
  const aliases = () => inputsOf(during().inventory, "aws:kms/alias:Alias", Alias);
  const aliasOf = (key: string) =>
    [...aliases().values()].find(({ targetKeyId }) => targetKeyId === `${key}-id`)?.name;

  it("are made, each with an alias", async () => {
    const { kms } = during().clients;
    for (const [name, { description, policy, tags }] of keys()) {
      const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
      const made = await kms.send(new CreateKeyCommand({ Description: description, Policy: policy, Tags }));
      const TargetKeyId = made.KeyMetadata?.KeyId;
      await kms.send(new CreateAliasCommand({ AliasName: aliasOf(name), TargetKeyId }));
      await kms.send(new EnableKeyRotationCommand({ KeyId: TargetKeyId }));
      const found = await kms.send(new DescribeKeyCommand({ KeyId: aliasOf(name) }));
      assert.equal(found.KeyMetadata?.KeyId, TargetKeyId);
      assert.equal(found.KeyMetadata?.Description, description);
    }
    assert.equal(new Set([...aliases().values()].map(({ name }) => name)).size, keys().size);
  });

  it("have the policies of the inventory", async () => {
    const { kms } = during().clients;
    for (const [name, { policy }] of keys()) {
      const KeyId = await keyId(during(), aliasOf(name));
      const read = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
      assert.deepEqual(JSON.parse(read.Policy ?? ""), JSON.parse(policy), name);
    }
  });

  it("rotate", async () => {
    for (const name of keys().keys()) {
      const KeyId = await keyId(during(), aliasOf(name));
      const status = await during().clients.kms.send(new GetKeyRotationStatusCommand({ KeyId }));
      assert.equal(status.KeyRotationEnabled, true, name);
    }
  });

  it("may be deleted after the days that the inventory says", async () => {
    const { kms } = during().clients;
    for (const [name, { deletionWindowInDays: PendingWindowInDays }] of keys()) {
      const KeyId = await keyId(during(), aliasOf(name));
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      // With other days than KMS allows, 7 to 30, the emulator leaves the key as it was.
      assert.equal(KeyMetadata?.KeyState, "PendingDeletion", name);
    }
  });
}

/** What the API calls a key that an alias leads to. */
async function keyId({ clients }: Proof, alias: string | undefined): Promise<string | undefined> {
  return (await clients.kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.KeyId;
}
