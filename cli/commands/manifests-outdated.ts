import { UserError } from "../../config/errors";
import { isAws } from "../../infra/config";
import { listEnvironments } from "../environments";
import { readConfiguration } from "../preflight";
import { type Outdated, findOutdated } from "../versions/outdated";
import { outdatedText } from "../versions/outdated-text";
import { packageSources } from "../versions/sources";
import { count } from "../terminal/text";
import type { CommandContext } from "./context";

/** Milliseconds that all publishers together have: somebody waits for nothing else. */
const patience = 15_000;

/** `npm run manifests -- outdated [ENV]`: what upstream has beyond what is pinned here; 1 where nobody could be asked. */
export async function outdated(context: CommandContext, everywhere: boolean): Promise<number> {
  const { repository, environment, display, signal, flags } = context;
  const names = everywhere ? listEnvironments(repository.root) : [context.name];
  const found = await display.step("Publishers", async (step): Promise<Outdated> => {
    const result = await findOutdated({
      root: repository.root,
      ...installed(context, names),
      sources: environment.offline ? undefined : await packageSources(environment, repository.root),
      now: new Date(),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      onAnswers: (name) => {
        step.now(`${name} asked`);
      },
    });
    signal.throwIfAborted();
    if (environment.offline) {
      step.done("Publishers  not asked: KUBEFLOW_TOOLS_OFFLINE is set");
      return result;
    }
    const unknown = result.groups.flatMap(({ verdicts }) =>
      verdicts.filter(({ state }) => state === "unknown"),
    );
    step.done(
      `Publishers  asked${unknown.length === 0 ? "" : `, ${count(unknown.length, "pin")} without an answer`}`,
    );
    return result;
  });
  context.print(flags.json ? JSON.stringify(found, undefined, 2) : outdatedText(found, display.style));
  return found.answered ? 0 : 1;
}

/** What environments have; one whose configuration has mistakes is left out, as the others have nothing to do with it. */
function installed(
  { repository, display }: CommandContext,
  names: readonly string[],
): Pick<Parameters<typeof findOutdated>[0], "releases" | "kubernetes"> {
  const releases: Record<string, string> = {};
  const kubernetes: Record<string, string> = {};
  for (const name of names) {
    try {
      const { infra, platform } = readConfiguration(repository, name, undefined);
      releases[name] = platform.release;
      if (isAws(infra)) {
        kubernetes[name] = infra.cluster.kubernetesVersion;
      }
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      display.say(`${name} is left out: its configuration has mistakes (npm run doctor -- ${name})`);
    }
  }
  return { releases, kubernetes };
}
