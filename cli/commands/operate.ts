import * as fs from "node:fs";
import * as path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { UserError } from "../../config/errors";
import { isMade, type StackTarget } from "../engine/backend";
import { EngineError, type Operation, type RunResult, runStack } from "../engine/run";
import { StackProgress } from "../progress/model";
import type { StackView } from "../progress/view";
import { withRegistrations } from "../progress/registrations";
import { explainFailures, failureReport, isRefusal } from "../report/failure";
import { loadProgram } from "../rooms";
import { count } from "../terminal/text";
import type { CommandContext } from "./context";
import type { Session } from "./session";

/** An operation on a stack that came to its end. */
export interface Operated extends RunResult {
  readonly target: StackTarget;
  readonly view: StackView;
  /** How long it took. */
  readonly milliseconds: number;
}

/** An operation that failed, told to the user already. */
export class ReportedFailure extends Error {
  override readonly name = "ReportedFailure";

  /** @param view how far it had come */
  constructor(
    readonly exitCode: 1 | 2,
    readonly view: StackView,
  ) {
    super("reported");
  }
}

/** What one operation needs besides the session. */
export interface OperateOptions {
  readonly operation: Operation;
  readonly refresh: boolean;
  /** The operation before: the engine starts beside it, and nothing is asked of it until that has succeeded. */
  readonly after?: Promise<unknown>;
  /** The component of each resource that is there, where the program doesn't tell. */
  readonly expected?: readonly (string | undefined)[];
  /** Told everything that the engine says, beside the display. */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Kubeconfig of the environment's cluster, to ask it about objects that fail. */
  readonly kubeconfig: () => string | undefined;
}

/**
 * Runs an operation on one stack with progress on the display.
 *
 * @throws ReportedFailure where it fails; the report is out then
 */
export async function operate(
  context: CommandContext,
  session: Session,
  target: StackTarget,
  options: OperateOptions,
): Promise<Operated> {
  const { repository, display, signal, flags } = context;
  const { operation, refresh, after } = options;
  const progress = new StackProgress(target.room.name, operation);
  for (const component of options.expected ?? []) {
    progress.registered(component);
  }
  const stop = (): void => {
    progress.stop();
  };
  signal.addEventListener("abort", stop);
  const log = path.join(repository.logs, `${logTime()}-${target.room.name}-${operation}.log`);
  const program =
    operation === "destroy"
      ? undefined
      : withRegistrations(loadProgram(target.room), (component) => {
          progress.registered(component);
        });
  const run = () =>
    runStack(session.backend, target, session.command, {
      operation,
      refresh,
      log,
      signal,
      ...(after && { after }),
      ...(program && { program }),
      ...(flags.verbose && {
        onOutput: (text) => {
          display.say(text.trimEnd());
        },
      }),
      onEvent: (event) => {
        progress.apply(event);
        options.onEvent?.(event);
      },
    });
  const early = after && run();
  // Where the operation before fails, that is what is told; this one ends because its program doesn't start.
  early?.catch(() => undefined);
  try {
    await after;
  } catch (error) {
    await early?.catch(() => undefined);
    signal.removeEventListener("abort", stop);
    throw error;
  }
  const started = Date.now();
  try {
    const result = await display.stack(target.room.name, progress, () => early ?? run());
    return { ...result, target, view: progress.view(), milliseconds: Date.now() - started };
  } catch (error) {
    if (!(error instanceof EngineError)) {
      throw error;
    }
    if (signal.aborted) {
      throw interrupted(context, operation, progress.view());
    }
    const view = progress.view();
    await tell(context, target, view, error, log, options);
    throw new ReportedFailure(exitCodeOf(error, view), view);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** What a program or its providers find wrong with the configuration is a mistake of the user's; the rest is the world's. */
function exitCodeOf({ thrown }: EngineError, view: StackView): 1 | 2 {
  return thrown instanceof UserError ? thrown.exitCode : isRefusal(view) ? 2 : 1;
}

async function tell(
  context: CommandContext,
  target: StackTarget,
  view: StackView,
  error: EngineError,
  log: string,
  { operation, kubeconfig }: OperateOptions,
): Promise<void> {
  const report = failureReport(
    {
      command: operation,
      environment: context.name,
      room: target.room.name,
      view,
      thrown: error.thrown,
      output: error.output,
      explanations: await explainFailures(view.failures, kubeconfig()),
      log: path.relative(context.repository.root, log),
    },
    context.display.style,
  );
  context.display.say(`\n${report}`);
}

function interrupted({ name }: CommandContext, operation: Operation, view: StackView): UserError {
  return new UserError(
    `Interrupted after ${count(view.done, "object")} of this stack. Nothing is lost: the state is kept.`,
    `npm run ${operation}${name === "local" ? "" : ` -- ${name}`} again to continue`,
    1,
  );
}

/** The kubeconfig of `local`'s own cluster, where there is one. */
export function localKubeconfig({ repository, name }: CommandContext): string | undefined {
  return name === "local" && fs.existsSync(repository.kubeconfig)
    ? fs.readFileSync(repository.kubeconfig, "utf8")
    : undefined;
}

/** Whether a stack exists, as far as that is known without asking the engine. */
export function mayExist(target: StackTarget): boolean {
  return isMade(target) !== false;
}

function logTime(): string {
  return new Date().toISOString().replace(/[:.]/g, "-").slice(0, 19);
}
