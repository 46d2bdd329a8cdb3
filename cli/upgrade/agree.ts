import { UserError } from "../../config/errors";
import type { CommandContext } from "../commands/context";
import { localKubeconfig, operate, type Operated } from "../commands/operate";
import type { Session } from "../commands/session";
import { isChanged } from "../progress/changes";
import type { Configuration } from "../preflight";
import { pendingUpgrade, preparePlan, stacksOf } from "./prepare";
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
  const previews: Operated[] = [];
  for (const target of stacksOf(session, upgrade)) {
    const refresh = flags.refresh;
    const options = { operation: "preview", refresh, kubeconfig: () => localKubeconfig(context) } as const;
    previews.push(await operate(context, session, target, { ...options, ...recorder.on(target.room.name) }));
  }
  const plan = await preparePlan(context, session, upgrade, previews, recorder);
  display.say(`\n${planText(plan, name, display.style)}\n`);
  if (!flags.yes && !interactive) {
    throw nobodyThere(name, upgrade);
  }
  return flags.yes || (await context.confirm(question(upgrade))) ? agreedTo(previews) : undefined;
}

/** What was shown is agreed to. Behind an infra that changes, the platform may be another than the one that was shown. */
function agreedTo(previews: readonly Operated[]): ReadonlySet<string> {
  const agreed = new Set<string>();
  for (const { target, view } of previews) {
    agreed.add(target.room.name);
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
