import { UserError } from "../../config/errors";
import { settingOf } from "../inventory/setting";
import { compareReleases, knownRelease } from "../release-changes/compare";
import { changesText } from "../release-changes/text";
import type { CommandContext } from "./context";
import { ensureRenderer } from "./inventory";

/**
 * `npm run manifests -- compare --release VERSION [ENV]`: what another release changes in an environment; 1 where it
 * lacks kustomizations that no table has elsewhere.
 *
 * @throws UserError where there is no such release, or the environment is at it
 */
export async function compare(context: CommandContext, version: string): Promise<number> {
  const { repository, name, environment, display, flags } = context;
  const to = knownRelease(version);
  await ensureRenderer(context);
  const setting = await settingOf(repository, name);
  if (setting.config.release === to) {
    throw new UserError(`${name} is at ${to} already: there is nothing to compare`, "name another release");
  }
  const found = await display.step("Manifests", async (step) => {
    const changes = await compareReleases({ name, setting, to, environment, onStep: step.now.bind(step) });
    step.done(`Manifests  of ${changes.from} and ${changes.to} rendered`);
    return changes;
  });
  context.print(flags.json ? JSON.stringify(found, undefined, 2) : changesText(found, display.style));
  return found.missing.some(({ gone }) => gone) ? 1 : 0;
}
