import * as pulumi from "@pulumi/pulumi";
import type * as z from "zod";
import { UserError } from "../config/errors";
import { InfraOutputs } from "./infra";
import { PlatformOutputs } from "./platform";
import { type ProjectName, projects } from "./projects";
import { WorkloadsOutputs } from "./workloads";

/** How another stack is found; the defaults are this organization and this stack's name. */
export interface ReadOptions {
  /** Pulumi organization of the other stack. Default: the reader's own. */
  readonly organization?: string;
  /** The other stack's name, which is the environment's. Default: the reader's own. */
  readonly stack?: string;
}

/**
 * Reads and validates the infra stack's outputs.
 *
 * @throws UserError naming the stack, the output and what to run
 */
export function readInfra(options: ReadOptions = {}): Promise<InfraOutputs> {
  return readOutputs("infra", InfraOutputs, options);
}

/**
 * Reads and validates the platform stack's outputs.
 *
 * @throws UserError naming the stack, the output and what to run
 */
export function readPlatform(options: ReadOptions = {}): Promise<PlatformOutputs> {
  return readOutputs("platform", PlatformOutputs, options);
}

/**
 * Reads and validates the workloads stack's outputs.
 *
 * @throws UserError naming the stack, the output and what to run
 */
export function readWorkloads(options: ReadOptions = {}): Promise<WorkloadsOutputs> {
  return readOutputs("workloads", WorkloadsOutputs, options);
}

/**
 * Validates outputs that were read already.
 *
 * @param stack what the message calls the stack
 * @throws UserError naming the stack, each wrong or missing output and what to run
 */
export function validateOutputs<Schema extends z.ZodObject>(
  project: ProjectName,
  schema: Schema,
  outputs: unknown,
  stack: string,
): z.output<Schema> {
  const result = schema.safeParse(outputs);
  if (result.success) {
    return result.data;
  }
  const environment = stack.slice(stack.lastIndexOf("/") + 1);
  const lines = result.error.issues.map((issue) => {
    const output = issue.path.map(String).join(".");
    return `  ${output === "" ? "outputs" : output}: ${issue.message}`;
  });
  throw new UserError(
    [`Stack ${stack} does not export what its contract promises:`, ...lines].join("\n"),
    `bring it up first: npm run up -- ${environment}, or cd ${project} && pulumi up -s ${environment}`,
  );
}

/**
 * The values are awaited once, so that the rest of a program holds plain ones: which components and pools
 * exist decides which resources are registered. Secrets among them are wrapped again where they are used.
 */
async function readOutputs<Schema extends z.ZodObject>(
  project: ProjectName,
  schema: Schema,
  options: ReadOptions,
): Promise<z.output<Schema>> {
  const stack = options.stack ?? pulumi.getStack();
  const name = `${options.organization ?? pulumi.getOrganization()}/${projects[project]}/${stack}`;
  const reference = new pulumi.StackReference(name);
  const details = await Promise.all(
    Object.keys(schema.shape).map(async (output) => {
      const details = await reference.getOutputDetails(output);
      const value: unknown = details.value ?? details.secretValue;
      return [output, value] as const;
    }),
  );
  const present = details.filter(([, value]) => value !== undefined);
  return validateOutputs(project, schema, Object.fromEntries(present), name);
}
