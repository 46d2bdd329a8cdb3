import * as fs from "node:fs";
import * as z from "zod";
import { writeAtomically } from "../../config/files";

const Resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  parent: z.string().optional(),
  delete: z.boolean().optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

/** A resource as the engine's state holds it; secrets are encrypted. */
export type StateResource = z.output<typeof Resource>;

const Latest = z.looseObject({
  manifest: z.looseObject({ time: z.string() }).optional(),
  resources: z.array(Resource).nullish(),
  pending_operations: z.array(z.unknown()).nullish(),
});

const StateFile = z.looseObject({
  checkpoint: z.looseObject({ latest: Latest.nullish() }),
});

/** What a stack's state says. */
export interface StackState {
  /** End of the last run that changed it. */
  readonly updated: Date | undefined;
  readonly resources: readonly StateResource[];
  /** Outputs of the stack, secrets masked. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Marks an encrypted value in the state; a signature that Pulumi made up once and for all. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What takes the place of a secret. */
export const mask = "[secret]";

const stackType = "pulumi:pulumi:Stack";

/** Reads a state file of the file backend; undefined where the stack hasn't been made. */
export function readStateFile(file: string): StackState | undefined {
  if (!fs.existsSync(file)) {
    return undefined;
  }
  return stateOf(StateFile.parse(JSON.parse(fs.readFileSync(file, "utf8"))).checkpoint.latest ?? {});
}

/** Reads a deployment as `pulumi stack export` gives it. */
export function readDeployment(deployment: unknown): StackState {
  return stateOf(Latest.parse(deployment ?? {}));
}

/**
 * Forgets operations that a killed run left unfinished. The next `up` finds out by itself what they did: it
 * applies every object, there or not.
 */
export function forgetPendingOperations(file: string): void {
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  // Megabytes of JSON are only parsed where there is something to do.
  if (!text.includes('"pending_operations"')) {
    return;
  }
  const state = StateFile.parse(JSON.parse(text));
  const { latest } = state.checkpoint;
  if ((latest?.pending_operations ?? []).length > 0) {
    delete latest?.pending_operations;
    writeAtomically(file, JSON.stringify(state));
  }
}

/** Resources that somebody would miss: not the engine's own (stack, providers, references), nor components. */
export function objectsOf(state: StackState): readonly StateResource[] {
  return state.resources.filter(({ type, id }) => !type.startsWith("pulumi:") && id !== undefined);
}

function stateOf(latest: z.output<typeof Latest>): StackState {
  const resources = latest.resources ?? [];
  const outputs = resources.find(({ type }) => type === stackType)?.outputs ?? {};
  const time = latest.manifest?.time;
  return {
    updated: time === undefined ? undefined : new Date(time),
    resources,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, maskSecrets(value)])),
  };
}

/** Puts {@link mask} in the place of every encrypted value. */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(maskSecrets);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  if (entries.some(([key, signature]) => key === signatureKey && signature === secretSignature)) {
    return mask;
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, maskSecrets(inner)]));
}
