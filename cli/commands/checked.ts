import { UserError } from "../../config/errors";
import { type Configuration, exitCodeOf, preflight } from "../preflight";
import { findingsTable } from "../report/findings";
import { count } from "../terminal/text";
import type { CommandContext } from "./context";
import { chosenCluster } from "./session";

/**
 * Runs the preflight as a step of a command, showing what isn't as it should be.
 *
 * @throws UserError where something would fail
 */
export async function checked(context: CommandContext): Promise<Configuration> {
  const { repository, name, environment, display } = context;
  const { style } = display;
  const cluster = chosenCluster(context);
  const { configuration, warnings } = await display.step("Preflight", async (step) => {
    const found = await preflight({ repository, name, environment, cluster });
    const bad = found.findings.filter(({ result }) => result !== "ok");
    const code = exitCodeOf(found.findings);
    if (code !== 0 || found.configuration === undefined) {
      throw new UserError(
        `${name} can't be brought up:\n${findingsTable(bad, style)}`,
        undefined,
        code === 2 ? 2 : 1,
      );
    }
    step.done(`Preflight  ${style.dim(count(found.findings.length, "check"))}`);
    return { configuration: found.configuration, warnings: bad };
  });
  if (warnings.length > 0) {
    display.say(findingsTable(warnings, style));
  }
  return configuration;
}
