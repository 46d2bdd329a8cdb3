import * as fs from "node:fs";
import * as path from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { UserError } from "../../config/errors";
import { describeToolEvent } from "../../infra/local/tool-event";
import { type Revived, reviveCluster } from "../../infra/local/revive";
import { ensureTools } from "../../toolchain";
import type { ClusterChoice } from "../arguments";
import { type Backend, backendOf, isMade, localPulumiHome, removeStaleLocks } from "../engine/backend";
import { engineCommand } from "../engine/run";
import { forgetPendingOperations } from "../engine/state";
import { localEnvironment } from "../environments";
import { type Configuration, neededTools, withoutLinks } from "../preflight";
import { type Choices, readChoices, writeChoices } from "../settings/choices";
import { writeLocalProjects } from "../settings/local-projects";
import { planPlugins, type PluginPlan, userPulumiHome } from "../settings/plugins";
import { count } from "../terminal/text";
import type { CommandContext } from "./context";

/** All that it takes to run the engine on an environment. */
export interface Session {
  readonly backend: Backend;
  readonly command: PulumiCommand;
  /** Which plugins manage the objects of `local`; undefined for other environments. */
  readonly plugins: PluginPlan["kind"] | undefined;
  /** What became of the simulated cluster; undefined where the environment has none. */
  readonly revived: Revived | undefined;
}

/** The cluster that flags ask for now, or asked for when the environment was made. */
export function chosenCluster({ name, flags, repository }: CommandContext): ClusterChoice | undefined {
  if (name !== localEnvironment) {
    return undefined;
  }
  return flags.cluster ?? readChoices(repository.choices).cluster;
}

/** Gets the tools and makes everything ready for the engine. Whoever calls it holds the run's lock. */
export async function openSession(
  context: CommandContext,
  configuration: Configuration | undefined,
): Promise<Session> {
  const { repository, name, environment, display, signal } = context;
  const names = neededTools({ name, configuration });
  const tools = await display.step("Tools", async (step) => {
    const found = await ensureTools(names, {
      environment: withoutLinks(environment, repository),
      report: (event) => {
        step.now(describeToolEvent(event));
      },
      signal,
    });
    step.done(`Tools  ${display.style.dim(count(names.length, "tool"))}`);
    return found;
  });
  linkTools(tools, path.join(repository.tools, "bin"));
  const backend = backendOf(repository, name, environment);
  const [local, command] = await Promise.all([
    backend.local ? prepareLocal(context, backend, configuration) : undefined,
    engineCommand(tools.pulumi, repository.tools),
  ]);
  const variables = { ...backend.variables, ...local?.variables };
  return { backend: { ...backend, variables }, command, plugins: local?.plugins, revived: local?.revived };
}

/** What only `local` has. */
interface LocalSession {
  readonly plugins: PluginPlan["kind"];
  readonly revived: Revived | undefined;
  /** What the engine needs in its environment to find the providers. */
  readonly variables: Readonly<Record<string, string>>;
}

async function prepareLocal(
  context: CommandContext,
  backend: Backend,
  configuration: Configuration | undefined,
): Promise<LocalSession> {
  const { repository, environment, display, signal } = context;
  const choices = readChoices(repository.choices);
  const isUp = backend.targets.some((target) => isMade(target) === true);
  const kind = configuration?.infra.cluster.kind ?? choices.kind ?? "simulated";
  if (isUp && choices.kind !== undefined && choices.kind !== kind) {
    throw new UserError(
      `local is up on a cluster of kind "${choices.kind}"; it can't move to one of kind "${kind}"`,
      "npm run destroy, then bring it up again",
    );
  }
  const observability = wantsObservability(context, kind, choices);
  const homes = [localPulumiHome(environment), userPulumiHome()];
  const plugins = await planPlugins(repository.root, homes, isUp ? choices.plugins : undefined);
  const cluster = chosenCluster(context);
  writeLocalProjects(repository, cluster, plugins);
  writeChoices(repository.choices, {
    ...(cluster && { cluster }),
    kind,
    plugins: plugins.kind,
    ...(observability && { observability }),
  });
  removeStaleLocks(repository);
  for (const { stateFile } of backend.targets) {
    if (stateFile !== undefined) {
      forgetPendingOperations(stateFile);
    }
  }
  const report = (text: string): void => {
    display.say(text);
  };
  const [variables, revived] = await Promise.all([
    context.providers.variables(plugins.kind),
    kind === "simulated" ? reviveCluster(repository.directory, { environment, signal, report }) : undefined,
  ]);
  return { plugins: plugins.kind, revived, variables };
}

/**
 * Whether Prometheus and Loki shall run beside the cluster: what flags say, or said before.
 *
 * @throws UserError where flags ask for them beside a cluster that this project doesn't start
 */
function wantsObservability({ flags }: CommandContext, kind: string, choices: Choices): boolean {
  if (flags.observability === true && kind !== "simulated") {
    throw new UserError(
      `--observability is for the simulated cluster, and local is on one of kind "${kind}", whose processes aren't ours to ask`,
      "leave the flag out; a real cluster carries them itself: kubeflow-platform:addons (docs/addons.md)",
    );
  }
  return kind === "simulated" && (flags.observability ?? choices.observability ?? false);
}

/** The Automation API and programs that render manifests look for tools in one folder. */
export function linkTools(tools: Readonly<Record<string, string>>, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, target] of Object.entries(tools)) {
    const link = path.join(folder, name);
    if (!isLinkTo(link, target)) {
      fs.rmSync(link, { force: true });
      fs.symlinkSync(target, link);
    }
  }
}

function isLinkTo(link: string, target: string): boolean {
  try {
    return fs.readlinkSync(link) === target;
  } catch {
    return false;
  }
}
