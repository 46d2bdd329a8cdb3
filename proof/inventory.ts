import * as z from "zod";
import { collectInventory, type InventoryItem } from "../cli/inventory/collect";
import { readConfiguration } from "../cli/preflight";
import { repositoryAt } from "../cli/repository";
import { roomsOf } from "../cli/rooms";
import { isAws } from "../infra/config";

/** What infra would make in an environment. */
export interface InfraInventory {
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
  readonly items: readonly InventoryItem[];
}

/** Environments of the repository that are on AWS. */
export const ENVIRONMENTS = ["dev", "prod"] as const;

/**
 * Registers infra alone: nothing of it needs the outputs of another program or a rendered manifest.
 *
 * @param changes configuration in place of the file's, as Pulumi hands it to programs
 */
export async function infraInventory(
  environment: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<InfraInventory> {
  const repository = repositoryAt();
  const { all, infra } = readConfiguration(repository, environment, undefined);
  if (!isAws(infra)) {
    throw new Error(`${environment} is not on AWS`);
  }
  const rooms = roomsOf(repository.root).filter(({ name }) => name === "infra");
  const items = await collectInventory(rooms, environment, { ...all, ...changes });
  return { environment, region: infra.region, accountId: infra.accountId, items };
}

/**
 * Inputs of every resource of a type, by resource name. A strict schema is the promise that a test deals with each
 * of them: an input that infra gets later fails here until somebody decides what is tried of it.
 *
 * @throws Error where there is no such resource: a loop over nothing would prove nothing
 */
export function inputsOf<Schema extends z.ZodType>(
  inventory: InfraInventory,
  type: string,
  schema: Schema,
): ReadonlyMap<string, z.output<Schema>> {
  const found = inputsOfAny(inventory, type, schema);
  if (found.size === 0) {
    throw new Error(`${inventory.environment} has no ${type}`);
  }
  return found;
}

/** The same for a type that an environment may do without. */
export function inputsOfAny<Schema extends z.ZodType>(
  { environment, items }: InfraInventory,
  type: string,
  schema: Schema,
): ReadonlyMap<string, z.output<Schema>> {
  return new Map(
    items
      .filter((item) => item.type === type)
      .map(({ name, inputs }) => {
        const parsed = schema.safeParse(inputs);
        if (!parsed.success) {
          throw new Error(`${environment} ${type} ${name}: ${z.prettifyError(parsed.error)}`);
        }
        return [name, parsed.data] as const;
      }),
  );
}

/** Tags as the provider takes them. */
export const Tags = z.record(z.string(), z.string());

/** A policy as the provider takes it: JSON in a string. */
export const PolicyText = z.string().refine((text) => isRecord(JSON.parse(text)), "a JSON object");

/** A number that APIs take as text. */
export const CountText = z.int().transform(String);

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
