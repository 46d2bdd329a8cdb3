import { InfraOutputs } from "../../contract";
import { loadTransport } from "../../kube";
import { withLock } from "../../toolchain";
import { isMade } from "../engine/backend";
import { bringUpObservability, type Observability } from "../observability/bring-up";
import { addChanges, isChanged } from "../progress/changes";
import { summarize } from "../report/summary";
import { lockFile } from "../repository";
import { loadProgram, type Room, roomsOf } from "../rooms";
import { agreeOnUpgrade } from "../upgrade/agree";
import { checked } from "./checked";
import { confirmChanges } from "./confirm";
import type { CommandContext } from "./context";
import { localKubeconfig, operate, type Operated, ReportedFailure } from "./operate";
import { openSession, type Session } from "./session";

/** `npm run up`: preflight, tools, then the three stacks. */
export async function run(context: CommandContext): Promise<number> {
  const { repository, name, signal } = context;
  const options = { describe: `npm run up -- ${name}`, wait: false, signal };
  return withLock(lockFile(repository, name), options, () => bringUp(context));
}

async function bringUp(context: CommandContext): Promise<number> {
  const { display, signal } = context;
  const started = Date.now();
  const configuration = await checked(context);
  const opening = openSession(context, configuration);
  loadMeanwhile(roomsOf(context.repository.root));
  const session = await opening;
  signal.throwIfAborted();
  try {
    const agreed = await agreeOnUpgrade(context, session, configuration);
    if (agreed === undefined) {
      display.say("Nothing was changed.");
      return 0;
    }
    const { done, observability } = await allStacks(context, session, agreed);
    if (done === undefined) {
      display.say("Nothing more was changed.");
      return 0;
    }
    await tell(context, session, { done, observability, elapsed: Date.now() - started });
    return typeof observability === "string" ? 1 : 0;
  } catch (error) {
    if (error instanceof ReportedFailure) {
      return error.exitCode;
    }
    throw error;
  }
}

interface Done {
  /** Undefined where somebody said no. */
  readonly done: readonly Operated[] | undefined;
  readonly observability: Observability;
}

/**
 * One stack after the other, each reading the outputs of those before; metrics and logs as soon as a cluster runs.
 *
 * @param agreed rooms whose changes somebody has said yes to
 */
async function allStacks(
  context: CommandContext,
  session: Session,
  agreed: ReadonlySet<string>,
): Promise<Done> {
  const { flags } = context;
  const isRunning = session.revived === "running" || session.revived === "restarted";
  let observability = isRunning ? await bringUpObservability(context) : undefined;
  const done: Operated[] = [];
  const kubeconfig = (): string | undefined => localKubeconfig(context) ?? kubeconfigOf(done[0]);
  if (mayOverlap(context, session)) {
    const runs: Promise<Operated>[] = [];
    for (const target of session.backend.targets) {
      const [before, after = Promise.resolve()] = [runs.at(-2), runs.at(-1)];
      const begin = () =>
        operate(context, session, target, { operation: "up", refresh: false, after, kubeconfig });
      const run = before === undefined ? begin() : before.then(begin);
      run.catch(() => undefined); // told by the first that fails
      runs.push(run);
    }
    return { done: await Promise.all(runs), observability };
  }
  for (const target of session.backend.targets) {
    const asked = session.backend.local || agreed.has(target.room.name);
    if (!asked && !(await confirmChanges(context, session, target, kubeconfig))) {
      return { done: undefined, observability };
    }
    // A cluster that is gone without the engine's doing: it must look before it believes its state.
    const gone = target.room.name === "infra" && session.revived === "absent";
    const refresh = flags.refresh || gone;
    done.push(await operate(context, session, target, { operation: "up", refresh, kubeconfig }));
  }
  if (!isRunning) {
    // Not before: kube-state-metrics takes up all its watches again with each definition that comes.
    observability = await bringUpObservability(context);
  }
  return { done, observability };
}

/**
 * Whether the engine of one stack may start while the stack before is still at work: half a second for each that
 * nobody waits for. Its program starts when that is done, so that it reads outputs as they are then. No engine starts
 * earlier than that: two at once hold up the one that is waited for. A refresh comes before programs, and a stack that is
 * yet to be made can't be read from.
 */
function mayOverlap({ flags }: CommandContext, { backend, revived }: Session): boolean {
  const allMade = backend.targets.every((target) => isMade(target) === true);
  return backend.local && allMade && !flags.refresh && revived !== "absent";
}

/**
 * Loads the programs, and what asks the cluster in the end, while this process waits for tools, cluster and providers: a
 * third of a second that nobody then waits for. One at a time, so that answers are read in between.
 */
function loadMeanwhile([first, ...others]: readonly Room[]): void {
  if (first === undefined) {
    void loadTransport();
    return;
  }
  setImmediate(() => {
    try {
      loadProgram(first);
    } catch {
      // Whoever runs it will be told.
    }
    loadMeanwhile(others);
  });
}

/** The kubeconfig among the outputs of a stack that was just brought up. */
function kubeconfigOf(infra: Operated | undefined): string | undefined {
  const outputs = InfraOutputs.safeParse(infra?.outputs);
  return outputs.success ? outputs.data.cluster.kubeconfig : undefined;
}

async function tell(
  context: CommandContext,
  session: Session,
  {
    done,
    observability,
    elapsed,
  }: {
    readonly done: readonly Operated[];
    readonly observability: Observability;
    readonly elapsed: number;
  },
): Promise<void> {
  const changes = addChanges(done.map(({ view }) => view.changes));
  const summary = await summarize({
    environment: context.name,
    outputs: Object.fromEntries(done.map(({ target, outputs }) => [target.room.name, outputs])),
    changes,
    plugins: session.plugins,
    elapsed,
    kubeconfig: localKubeconfig(context) ?? kubeconfigOf(done[0]),
    signal: context.signal,
  });
  if (context.flags.json) {
    const stacks = stacksOf(done);
    context.print(JSON.stringify({ changed: isChanged(changes), stacks, ...summary.data, observability }));
  } else {
    context.display.say(`\n${summary.text(context.display.style)}`);
  }
}

function stacksOf(done: readonly Operated[]): object[] {
  return done.map(({ target, view, milliseconds }) => ({
    stack: `${target.room.project}/${target.stack}`,
    objects: view.done,
    changes: view.changes,
    milliseconds,
  }));
}
