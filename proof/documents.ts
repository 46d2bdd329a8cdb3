import * as z from "zod";
import type { InventoryItem } from "../cli/inventory/collect";
import type { InfraInventory } from "./inventory";

const statementSchema = z.looseObject({
  Sid: z.string().optional(),
  Principal: z.unknown().optional(),
});

const documentSchema = z.looseObject({ Version: z.string(), Statement: z.array(statementSchema) });

/** A policy document, as far as it matters here. */
export type PolicyDocument = z.output<typeof documentSchema>;

/** A policy document of an inventory. */
export interface InventoryDocument {
  /** Resource name and input: the same in every environment. */
  readonly name: string;
  /** Of whom it speaks: what a role may do, who may take a role, who may use a resource. */
  readonly kind: "identity" | "trust" | "resource";
  readonly item: InventoryItem;
  /** As the inventory has it. */
  readonly text: string;
  readonly document: PolicyDocument;
}

/** Every policy document of an inventory: whatever input holds one, of whatever type. */
export function policyDocuments({ items }: InfraInventory): readonly InventoryDocument[] {
  return items.flatMap((item) =>
    texts(item.inputs).flatMap(({ input, text }) => {
      const document = documentOf(text);
      return document === undefined
        ? []
        : [{ name: `${item.name} ${input}`, kind: kindOf(item, document), item, text, document }];
    }),
  );
}

/**
 * Resources whose policies can only speak of themselves, by type, with an ARN as AWS would give it. In their policies
 * that is "*", or an ARN that is a placeholder as long as nothing is made.
 */
const ITSELF: Readonly<Record<string, string>> = {
  "aws:backup/vaultPolicy:VaultPolicy": "backup:us-west-2:111122223333:backup-vault:vault",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "elasticfilesystem:us-west-2:111122223333:file-system/fs-1",
  "aws:iam/role:Role": "iam::111122223333:role/role",
  "aws:kms/key:Key": "kms:us-west-2:111122223333:key/key",
};

/**
 * A document as the linter can judge it. It knows policies of roles, where "*" is anything: where a policy is about
 * the resource that it is on, that resource is named. A trust policy, which has no resource, gets the role. Variables
 * become plain words, since it looks for the parts of an ARN at their colons.
 */
export function forLinter({ item, document }: Pick<InventoryDocument, "item" | "document">): string {
  const self = ITSELF[item.type];
  const Statement =
    self === undefined
      ? document.Statement
      : document.Statement.map((statement) => ({ ...statement, Resource: `arn:aws:${self}` }));
  return JSON.stringify({ ...document, Statement }).replaceAll(/\$\{[^}]+\}/g, "variable");
}

function texts(value: unknown, input = ""): { readonly input: string; readonly text: string }[] {
  if (typeof value === "string") {
    return [{ input, text: value }];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    texts(inner, input === "" ? key : `${input}.${key}`),
  );
}

function documentOf(text: string): PolicyDocument | undefined {
  if (!text.includes('"Statement"')) {
    return undefined;
  }
  return documentSchema.parse(JSON.parse(text));
}

function kindOf({ type }: InventoryItem, { Statement }: PolicyDocument): InventoryDocument["kind"] {
  if (type === "aws:iam/role:Role") {
    return "trust";
  }
  return Statement.some(({ Principal }) => Principal !== undefined) ? "resource" : "identity";
}
