import { UserError } from "../../config/errors";
import type { CommandContext } from "../commands/context";
import { localKubeconfig, operate, type OperateOptions, ReportedFailure } from "../commands/operate";
import type { Session } from "../commands/session";
import type { StackTarget } from "../engine/backend";
import { isChanged } from "../progress/changes";
import type { Configuration } from "../preflight";
import { pendingUpgrade, type PlannedStack, preparePlan, stacksOf } from "./prepare";
import { PreviewRecorder } from "./recorder";
import { planText, question } from "./text";
import type { Upgrade } from "./versions";

/** Rooms that somebody has said yes to; undefined after a no. */
export type Agreed = ReadonlySet<string> | undefined;

/**
 * Where `up` would change versions, shows what that means and waits for a yes, before anything is changed. `--yes`
 * answers the question; the plan is shown all the same.
 *
 * @returns the rooms that need not be asked for again; none where no version changes
 * @throws UserError where nobody is there to be asked, after the plan was shown
 */
export async function agreeOnUpgrade(
  context: CommandContext,
  session: Session,
  configuration: Configuration,
): Promise<Agreed> {
  const { flags, display, name, interactive } = context;
  const upgrade = await pendingUpgrade(session, configuration);
  if (upgrade === undefined) {
    return new Set();
  }
  const recorder = new PreviewRecorder();
  const previews: PlannedStack[] = [];
  for (const target of stacksOf(session, upgrade)) {
    const refresh = flags.refresh;
    const options = { operation: "preview", refresh, kubeconfig: () => localKubeconfig(context) } as const;
    previews.push(
      await previewed(context, session, target, { ...options, ...recorder.on(target.room.name) }),
    );
  }
  const plan = await preparePlan(context, session, upgrade, previews, recorder);
  display.say(`\n${planText(plan, name, display.style)}\n`);
  if (!flags.yes && !interactive) {
    throw nobodyThere(name, upgrade);
  }
  return flags.yes || (await context.confirm(question(upgrade))) ? agreedTo(previews) : undefined;
}

/**
 * A preview that fails in the world is no reason to stop: API servers refuse in one what only the definitions to come
 * take. The plan says that it isn't whole.
 *
 * @throws ReportedFailure where the configuration is wrong
 */
async function previewed(
  context: CommandContext,
  session: Session,
  target: StackTarget,
  options: OperateOptions,
): Promise<PlannedStack> {
  try {
    return { ...(await operate(context, session, target, options)), whole: true };
  } catch (error) {
    if (error instanceof ReportedFailure && error.exitCode === 1) {
      return { target, view: error.view, whole: false };
    }
    throw error;
  }
}

/** What was shown is agreed to. */
function agreedTo(previews: readonly PlannedStack[]): ReadonlySet<string> {
  const agreed = new Set<string>();
  for (const { target, view } of previews) {
    agreed.add(target.room.name);
    // Behind an infra that changes, the platform may be another than the one that was shown.
    if (isChanged(view.changes)) {
      break;
    }
  }
  return agreed;
}

function nobodyThere(name: string, upgrade: Upgrade): UserError {
  return new UserError(
    `npm run up -- ${name} would change versions (above), and nobody is at a terminal to be asked: "${question(upgrade)}" Nothing was changed`,
    `npm run up -- ${name} --yes`,
  );
}
