import * as fs from "node:fs";
import * as path from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type OpMap,
  PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import { messageOf } from "../../config/errors";
import type { Program } from "../rooms";
import { withoutDebugging } from "./debugging";
import { type Backend, isMade, type StackTarget } from "./backend";

/** What the engine is asked to do with a stack. */
export type Operation = "up" | "preview" | "destroy";

/** How one operation on one stack is to be run. */
export interface RunOptions {
  readonly operation: Operation;
  /** The room's program; left out for operations that don't run it. */
  readonly program?: Program;
  /** Compare with what really exists first. */
  readonly refresh?: boolean;
  /** What must have come to its end before the program starts; the engine starts meanwhile. */
  readonly after?: Promise<unknown>;
  /** Told everything that happens, as it happens. */
  readonly onEvent: (event: EngineEvent) => void;
  /** Told the engine's own output. */
  readonly onOutput?: (text: string) => void;
  /** File that the engine's output goes to. */
  readonly log: string;
  /** Aborting it asks the engine to stop after what it is doing now, and to keep the state. */
  readonly signal: AbortSignal;
}

/** What came of an operation that succeeded. */
export interface RunResult {
  /** How many resources were created, updated, left as they are, … */
  readonly changes: OpMap;
  /** What the program returned, secrets in clear. Empty where no program ran. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** An operation that failed. The engine's events have the details; this has what the events lack. */
export class EngineError extends Error {
  override readonly name = "EngineError";

  /**
   * @param output what the engine wrote, for failures that come before its first event
   * @param thrown what the program threw, where it did
   */
  constructor(
    readonly output: string,
    readonly thrown: unknown,
  ) {
    super(thrown === undefined ? output : messageOf(thrown));
  }
}

/**
 * Runs one operation on one stack with a single process of the engine.
 *
 * @throws EngineError where it fails or is cancelled
 */
export async function runStack(
  backend: Backend,
  target: StackTarget,
  command: PulumiCommand,
  options: RunOptions,
): Promise<RunResult> {
  options.signal.throwIfAborted();
  fs.mkdirSync(path.dirname(options.log), { recursive: true });
  const log = fs.createWriteStream(options.log, { flags: "a" });
  const write = (text: string): void => {
    log.write(text);
    options.onOutput?.(text);
  };
  const watched = watch(options.program, options.after);
  const asBefore = withoutDebugging();
  let changes: OpMap = {};
  const onEvent = (event: EngineEvent): void => {
    changes = event.summaryEvent?.resourceChanges ?? changes;
    options.onEvent(event);
  };
  try {
    const stack = await openStack(backend, target, command, watched.program);
    const { signal, refresh = false } = options;
    const common = { onEvent, onOutput: write, onError: write, signal, color: "never" } as const;
    const { parallel } = backend;
    const quiet = { ...common, ...(parallel && { parallel }), suppressOutputs: true, suppressProgress: true };
    switch (options.operation) {
      case "up":
        await stack.up({ ...quiet, refresh });
        break;
      case "preview":
        await stack.preview({ ...quiet, refresh });
        break;
      case "destroy":
        await stack.destroy({ ...quiet, refresh });
        break;
    }
    // A preview's outputs are unknown where something is still to be made: they would never come.
    return { changes, outputs: options.operation === "up" ? await watched.outputs() : {} };
  } catch (error) {
    throw new EngineError(messageOf(error), watched.thrown());
  } finally {
    asBefore();
    await new Promise((resolve) => log.end(resolve));
  }
}

/**
 * Opens a stack, making it where there is none. For itself the Automation API would start the engine four more
 * times a stack: to select it (every operation names it anyway), and after the operation to read the outputs
 * twice (they come from the program) and the history (the events have it all).
 */
export async function openStack(
  backend: Backend,
  target: StackTarget,
  command: PulumiCommand,
  program?: Program,
): Promise<Stack> {
  const workspace = await LocalWorkspace.create({
    workDir: target.workDir,
    pulumiCommand: command,
    envVars: { ...backend.variables },
    ...(program && { program }),
    ...(backend.secretsProvider !== undefined && { secretsProvider: backend.secretsProvider }),
  });
  const made = isMade(target);
  if (made === true) {
    workspace.selectStack = () => Promise.resolve();
  }
  const stack =
    made === false
      ? await Stack.create(target.stack, workspace)
      : await Stack.createOrSelect(target.stack, workspace);
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  return stack;
}

/** The engine, as the Automation API calls it: it looks for `bin/pulumi` below a root. */
export async function engineCommand(executable: string, links: string): Promise<PulumiCommand> {
  const bin = path.dirname(executable);
  if (path.basename(bin) === "bin" && path.basename(executable) === "pulumi") {
    return PulumiCommand.get({ root: path.dirname(bin), skipVersionCheck: true });
  }
  const link = path.join(links, "bin", "pulumi");
  fs.mkdirSync(path.dirname(link), { recursive: true });
  if (readLink(link) !== executable) {
    fs.rmSync(link, { force: true });
    fs.symlinkSync(executable, link);
  }
  return PulumiCommand.get({ root: links, skipVersionCheck: true });
}

function readLink(link: string): string | undefined {
  try {
    return fs.readlinkSync(link);
  } catch {
    return undefined;
  }
}

interface Watched {
  readonly program: Program | undefined;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  thrown(): unknown;
}

/** Keeps what a program returns or throws: across the engine only text would come back. */
function watch(program: Program | undefined, after: Promise<unknown> | undefined): Watched {
  let outputs: Promise<Record<string, unknown>> = Promise.resolve({});
  let thrown: unknown;
  const watched: Program = async () => {
    try {
      await after;
      const result = (await program?.()) ?? {};
      outputs = new Promise((resolve) => pulumi.output(result).apply(resolve));
      return result;
    } catch (error) {
      thrown = error;
      throw error;
    }
  };
  return {
    program: program === undefined ? undefined : watched,
    outputs: () => outputs,
    thrown: () => thrown,
  };
}
