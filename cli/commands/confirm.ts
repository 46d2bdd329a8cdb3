import { UserError } from "../../config/errors";
import type { StackTarget } from "../engine/backend";
import { describeChanges, isChanged } from "../progress/changes";
import type { CommandContext } from "./context";
import { operate } from "./operate";
import type { Session } from "./session";

/**
 * Shows what `up` would change in an AWS environment and asks. Without `--yes` nothing is changed unasked.
 *
 * @throws UserError where nobody is there to be asked
 */
export async function confirmChanges(
  context: CommandContext,
  session: Session,
  target: StackTarget,
  kubeconfig: () => string | undefined,
): Promise<boolean> {
  const { flags, name, display } = context;
  if (flags.yes) {
    return true;
  }
  requireSomebody(context, "up");
  const { view } = await operate(context, session, target, {
    operation: "preview",
    refresh: flags.refresh,
    kubeconfig,
  });
  if (!isChanged(view.changes)) {
    return true;
  }
  display.say(`  ${target.room.name} of ${name} would have ${describeChanges(view.changes, true)}.`);
  return context.confirm(`Change ${target.room.name} of ${name}?`);
}

/**
 * Makes sure that questions can be asked.
 *
 * @throws UserError where they can't and `--yes` wasn't given
 */
export function requireSomebody({ flags, interactive, name }: CommandContext, command: string): void {
  if (!flags.yes && !interactive) {
    throw new UserError(
      `npm run ${command} -- ${name} would change an AWS environment, and nobody is at a terminal to be asked`,
      `npm run ${command} -- ${name} --yes`,
    );
  }
}
