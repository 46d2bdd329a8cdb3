import * as fs from "node:fs";
import { UserError } from "../../config/errors";
import { removeObservability } from "../../infra/local/observability";
import { withLock } from "../../toolchain";
import { readStack, removeStack } from "../engine/read";
import { objectsOf } from "../engine/state";
import type { StackTarget } from "../engine/backend";
import { type Configuration, readConfiguration } from "../preflight";
import { addChanges } from "../progress/changes";
import { componentAt } from "../progress/model";
import { lockFile, type Repository } from "../repository";
import { count, duration } from "../terminal/text";
import { requireSomebody } from "./confirm";
import type { CommandContext } from "./context";
import { localKubeconfig, mayExist, operate, type Operated, ReportedFailure } from "./operate";
import { chosenCluster, openSession, type Session } from "./session";

/** `npm run destroy`: the three stacks in reverse order, until nothing is left. */
export async function run(context: CommandContext): Promise<number> {
  const { repository, name, signal } = context;
  const options = { describe: `npm run destroy -- ${name}`, wait: false, signal };
  return withLock(lockFile(repository, name), options, () => takeDown(context));
}

async function takeDown(context: CommandContext): Promise<number> {
  const { repository, name, display } = context;
  const started = Date.now();
  const local = name === "local";
  if (local) {
    // First: they would tell of everything that goes as of a failure.
    await removeObservability(repository.directory);
  }
  if (local && !isAnythingThere(repository)) {
    finish(context, "local is not up; there is nothing to destroy", { destroyed: 0 });
    return 0;
  }
  if (!local) {
    requireSomebody(context, "destroy");
    const question = `Delete everything of "${name}", data included?`;
    if (!context.flags.yes && !(await context.confirm(question))) {
      display.say("Nothing was deleted.");
      return 0;
    }
  }
  const session = await openSession(context, configurationIfRight(context));
  if (session.revived === "absent") {
    forgetWhatWasInside(context, session);
  }
  try {
    const done: Operated[] = [];
    for (const target of [...session.backend.targets].reverse()) {
      if (mayExist(target)) {
        const result = await destroyStack(context, session, target);
        done.push(...(result === undefined ? [] : [result]));
      }
    }
    if (local) {
      removeEverything(repository);
    }
    const { deleted } = addChanges(done.map(({ view }) => view.changes));
    const left = local ? "; what is left in .local are logs" : "";
    const text = `${name} is gone: ${count(deleted, "object")} deleted${left}  ${duration(Date.now() - started)}`;
    finish(context, text, { destroyed: deleted });
    return 0;
  } catch (error) {
    if (error instanceof ReportedFailure) {
      return error.exitCode;
    }
    throw error;
  }
}

async function destroyStack(
  context: CommandContext,
  session: Session,
  target: StackTarget,
): Promise<Operated | undefined> {
  const { backend, command } = session;
  const state = await readStack(backend, target, command);
  if (state === undefined) {
    return undefined;
  }
  const operated =
    state.resources.length === 0
      ? undefined
      : await operate(context, session, target, {
          operation: "destroy",
          refresh: false,
          expected: objectsOf(state).map(({ parent }) => componentAt(parent ?? "")),
          kubeconfig: () => localKubeconfig(context),
        });
  if (!backend.local) {
    await removeStack(backend, target, command);
  }
  return operated;
}

/** With the cluster went all that was in it; asking for each object of a server that isn't there would take long. */
function forgetWhatWasInside({ display }: CommandContext, { backend }: Session): void {
  const inside = backend.targets.filter(({ room }) => room.name !== "infra");
  for (const { stateFile } of inside.filter(mayExist)) {
    fs.rmSync(stateFile ?? "", { force: true });
  }
  display.say(
    `${display.style.warn("!")} The simulated cluster is gone already, and with it all that was in it: platform and workloads are forgotten.`,
  );
}

/** Everything of `local` but its logs. Tracked files were never touched. */
function removeEverything(repository: Repository): void {
  const { state, projects, passphrase, choices, tools, report, kubeconfig } = repository;
  for (const path of [state, projects, passphrase, choices, tools, report, kubeconfig]) {
    fs.rmSync(path, { recursive: true, force: true });
  }
}

function isAnythingThere({ state, kubeconfig }: Repository): boolean {
  return fs.existsSync(state) || fs.existsSync(kubeconfig);
}

/** A configuration that has gone wrong since is no reason to keep what it once described. */
function configurationIfRight(context: CommandContext): Configuration | undefined {
  try {
    return readConfiguration(context.repository, context.name, chosenCluster(context));
  } catch (error) {
    if (error instanceof UserError) {
      return undefined;
    }
    throw error;
  }
}

function finish(context: CommandContext, text: string, data: object): void {
  if (context.flags.json) {
    context.print(JSON.stringify({ environment: context.name, ...data }));
  } else {
    context.display.say(`${context.display.style.good("✔")} ${text}`);
  }
}
