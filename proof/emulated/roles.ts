import assert from "node:assert/strict";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import * as z from "zod";
import type { During, Proof } from "../fixture";
import { infraInventory, inputsOf, inputsOfAny, PolicyText, Tags } from "../inventory";
import { documentOf, tagList } from "../plain";

const Role = z
  .strictObject({
    assumeRolePolicy: PolicyText,
    description: z.string(),
    name: z.string(),
    permissionsBoundary: z.string().optional(),
    tags: Tags.optional(),
  })
  .transform((input) => ({
    RoleName: input.name,
    AssumeRolePolicyDocument: input.assumeRolePolicy,
    Description: input.description,
    PermissionsBoundary: input.permissionsBoundary,
    Tags: tagList(input.tags ?? {}),
  }));

const Inline = z
  .strictObject({ name: z.string().optional(), policy: PolicyText, role: z.string() })
  .transform(({ name, policy: PolicyDocument, role: RoleName }) => ({ name, PolicyDocument, RoleName }));

const Attachment = z
  .strictObject({ policyArn: z.string(), role: z.string() })
  .transform(({ policyArn: PolicyArn, role: RoleName }) => ({ PolicyArn, RoleName }));

/** Roles of IAM: who may take them, what they may do, and what AWS' own policies let them do. */
export function provesRoles(during: During<Proof>): void {
  const iam = () => during().clients.iam;
  const roles = () => inputsOf(during().inventory, "aws:iam/role:Role", Role).values();
  const attachments = () => {
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    return inputsOf(during().inventory, type, Attachment).values();
  };
  /** The provider names a policy that the program doesn't. */
  const inline = () =>
    [...inputsOf(during().inventory, "aws:iam/rolePolicy:RolePolicy", Inline)].map(
      ([resource, { name = resource, ...rest }]) => ({ PolicyName: name, ...rest }),
    );

  it("are made, with the trust of the inventory", async () => {
    for (const role of roles()) {
      // IAM's API reference (PolicyRole); the emulator takes any name.
      assert.match(role.RoleName, /^[\w+=,.@-]{1,64}$/);
      await iam().send(new CreateRoleCommand(role));
      const { Role: read } = await iam().send(new GetRoleCommand(role));
      assert.deepEqual(decoded(read?.AssumeRolePolicyDocument), documentOf(role.AssumeRolePolicyDocument));
      assert.equal(read?.Description, role.Description);
    }
  });

  it("may do what the inventory says", async () => {
    for (const policy of inline()) {
      await iam().send(new PutRolePolicyCommand(policy));
      const read = await iam().send(new GetRolePolicyCommand(policy));
      assert.deepEqual(decoded(read.PolicyDocument), documentOf(policy.PolicyDocument), policy.RoleName);
    }
    for (const { RoleName } of roles()) {
      const { PolicyNames = [] } = await iam().send(new ListRolePoliciesCommand({ RoleName }));
      const expected = inline().filter((policy) => policy.RoleName === RoleName);
      assert.deepEqual(PolicyNames.toSorted(), expected.map(({ PolicyName }) => PolicyName).sort(), RoleName);
    }
  });

  it("have policies of AWS that AWS has", async () => {
    for (const attachment of attachments()) {
      const { Policy } = await iam().send(new GetPolicyCommand(attachment));
      assert.equal(Policy?.IsAttachable, true, attachment.PolicyArn);
      await iam().send(new AttachRolePolicyCommand(attachment));
    }
    for (const { RoleName } of roles()) {
      const read = await iam().send(new ListAttachedRolePoliciesCommand({ RoleName }));
      const expected = [...attachments()].filter((attachment) => attachment.RoleName === RoleName);
      assert.deepEqual(
        (read.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn).sort(),
        expected.map(({ PolicyArn }) => PolicyArn).sort(),
        RoleName,
      );
    }
  });
}

/** Roles of an environment whose configuration names a permissions boundary: every one of them has it. */
export function provesBoundaries(during: During<Proof>): void {
  it("bounds every role", async () => {
    const { clients, inventory } = during();
    const { iam } = clients;
    const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const made = await iam.send(
      new CreatePolicyCommand({
        PolicyName: "boundary",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );
    const boundary = made.Policy?.Arn ?? "";
    const bounded = await infraInventory(inventory.environment, {
      "kubeflow-infra:identity": JSON.stringify({ permissionsBoundaryArn: boundary }),
    });
    const roles = [...inputsOf(bounded, "aws:iam/role:Role", Role).values()];
    assert.equal(roles.length, inputsOfAny(inventory, "aws:iam/role:Role", Role).size);
    for (const role of roles) {
      const RoleName = `bounded-${role.RoleName}`.slice(0, 64);
      await iam.send(new CreateRoleCommand({ ...role, RoleName }));
      const { Role: read } = await iam.send(new GetRoleCommand({ RoleName }));
      assert.equal(read?.PermissionsBoundary?.PermissionsBoundaryArn, boundary, role.RoleName);
    }
  });
}

/** IAM gives documents back URL-encoded. */
function decoded(text: string | undefined): unknown {
  return documentOf(text === undefined ? undefined : decodeURIComponent(text));
}
