import { withLock } from "../../toolchain";
import type { StackTarget } from "../engine/backend";
import { readStack } from "../engine/read";
import { addChanges, describeChanges, isChanged } from "../progress/changes";
import { changesList } from "../report/changes-list";
import { lockFile } from "../repository";
import type { UpgradePlan } from "../upgrade/plan";
import { pendingUpgrade, preparePlan } from "../upgrade/prepare";
import { PreviewRecorder } from "../upgrade/recorder";
import { planText } from "../upgrade/text";
import { checked } from "./checked";
import type { CommandContext } from "./context";
import { localKubeconfig, operate, type Operated, ReportedFailure } from "./operate";
import { openSession, type Session } from "./session";

/** `npm run preview`: what `up` would change. */
export async function run(context: CommandContext): Promise<number> {
  const { repository, name, signal } = context;
  const options = { describe: `npm run preview -- ${name}`, wait: false, signal };
  return withLock(lockFile(repository, name), options, () => lookAhead(context));
}

async function lookAhead(context: CommandContext): Promise<number> {
  const configuration = await checked(context);
  const session = await openSession(context, configuration);
  try {
    const upgrade = await pendingUpgrade(session, configuration);
    const recorder = new PreviewRecorder();
    const previewed = await previewStacks(context, session, recorder);
    const shown = previewed.done.filter(({ target }) => target.room.name !== "workloads");
    const plan = upgrade && (await preparePlan(context, session, upgrade, shown, recorder));
    tell(context, previewed, plan);
    return 0;
  } catch (error) {
    if (error instanceof ReportedFailure) {
      return error.exitCode;
    }
    throw error;
  }
}

interface Previewed {
  readonly done: readonly Operated[];
  /** Stacks that can't be previewed yet: they read outputs which aren't there. */
  readonly waiting: readonly StackTarget[];
}

async function previewStacks(
  context: CommandContext,
  session: Session,
  recorder: PreviewRecorder,
): Promise<Previewed> {
  const { targets } = session.backend;
  const done: Operated[] = [];
  for (const [i, target] of targets.entries()) {
    const before = targets[i - 1];
    if (before !== undefined && !(await hasOutputs(session, before))) {
      return { done, waiting: targets.slice(i) };
    }
    const gone = target.room.name === "infra" && session.revived === "absent";
    done.push(
      await operate(context, session, target, {
        operation: "preview",
        refresh: context.flags.refresh || gone,
        kubeconfig: () => localKubeconfig(context),
        ...recorder.on(target.room.name),
      }),
    );
  }
  return { done, waiting: [] };
}

async function hasOutputs({ backend, command }: Session, target: StackTarget): Promise<boolean> {
  const state = await readStack(backend, target, command);
  return state !== undefined && Object.keys(state.outputs).length > 0;
}

function tell(context: CommandContext, { done, waiting }: Previewed, plan: UpgradePlan | undefined): void {
  const { flags, display, name } = context;
  const { style } = display;
  const changes = addChanges(done.map(({ view }) => view.changes));
  if (flags.json) {
    const stacks = done.map(({ target, view }) => ({
      stack: `${target.room.project}/${target.stack}`,
      changes: view.changes,
      objects: view.changed,
    }));
    const later = waiting.map(({ room }) => room.name);
    context.print(
      JSON.stringify({
        environment: name,
        changed: isChanged(changes),
        ...(plan !== undefined && { upgrade: plan }),
        stacks,
        waiting: later,
      }),
    );
    return;
  }
  for (const { target, view } of done) {
    const list = changesList(view.changed, style);
    if (list.length > 0) {
      display.say([`\n${style.bold(target.room.name)}`, ...list].join("\n"));
    }
  }
  if (plan !== undefined) {
    display.say(`\n${planText(plan, name, style)}`);
  }
  const [first] = waiting;
  const before = done.at(-1)?.target.room.name ?? "";
  const up = `npm run up${name === "local" ? "" : ` -- ${name}`}`;
  display.say(
    [
      "",
      isChanged(changes)
        ? `${up} would change ${name}: ${describeChanges(changes, true)}`
        : `Nothing would change in ${done.map(({ target }) => target.room.name).join(", ")}.`,
      ...(first === undefined
        ? []
        : [
            `${style.warn("!")} ${waiting.map(({ room }) => room.name).join(" and ")} can't be previewed yet: ${first.room.name} reads the outputs of ${before}, which is not up.`,
            `    npm run inventory${name === "local" ? "" : ` -- ${name}`} lists what they would have.`,
          ]),
    ].join("\n"),
  );
}
