import * as z from "zod";
import { InfraOutputs, PlatformOutputs, WorkloadsOutputs } from "../../contract";
import { PublishedOutputs } from "../../deployments/publication";
import { Schema } from "./compatibility";

/** What one stack promises. */
export interface Promised {
  /** What its readers get: with defaults filled in. */
  readonly read: Schema;
  /** What a stack has to export to be read: what has a default may be missing. */
  readonly exported: Schema;
}

/** The stacks whose outputs others read. */
export type PromisingStack = "infra" | "platform" | "workloads" | "frontDoor";

/** The outputs of each stack as this version has them, as JSON Schema: the form in which they are published. */
export function promised(): Readonly<Record<PromisingStack, Promised>> {
  return {
    infra: schemasOf(InfraOutputs),
    platform: schemasOf(PlatformOutputs),
    workloads: schemasOf(WorkloadsOutputs),
    frontDoor: schemasOf(PublishedOutputs),
  };
}

function schemasOf(schema: z.ZodType): Promised {
  const [read, exported] = (["output", "input"] as const).map((io) =>
    Schema.parse(z.toJSONSchema(schema, { io })),
  );
  if (read === undefined || exported === undefined) {
    throw new Error("a schema has two sides");
  }
  return { read, exported };
}
