import { CLUSTER_TOOLS } from "../../infra/local/control-plane";
import { freeBytes, locateTools, type ToolName } from "../../toolchain";
import { localEnvironment } from "../environments";
import type { Repository } from "../repository";
import type { Environment } from "../../config/environment";
import { count, duration } from "../terminal/text";
import type { Check, Finding, PreflightContext } from "./check";
import { existingFolder, gigabytes, isSimulated } from "./machine";

/** Checks of the tools. */
export const toolChecks: readonly Check[] = [{ name: "Tools", run: checkTools }];

/** The tools that an environment is brought up with. */
export function neededTools(context: Pick<PreflightContext, "name" | "configuration">): readonly ToolName[] {
  const cluster = context.configuration?.infra.cluster.kind ?? "simulated";
  return context.name === localEnvironment && cluster === "simulated"
    ? ["pulumi", "kustomize", ...CLUSTER_TOOLS]
    : ["pulumi", "kustomize"];
}

/** The environment without this clone's own links: they are what the toolchain found in an earlier run. */
export function withoutLinks(environment: Environment, repository: Repository): Environment {
  return { ...environment, path: environment.path.filter((folder) => !folder.startsWith(repository.tools)) };
}

async function checkTools(context: PreflightContext): Promise<Finding> {
  const environment = withoutLinks(context.environment, context.repository);
  const tools = await locateTools(neededTools(context), environment);
  const missing = tools.filter(({ state }) => state === "missing");
  if (missing.length > 0) {
    return {
      result: "failure",
      text: `${missing.map(({ tool, version }) => `${tool} ${version}`).join(", ")}: not on this machine, and no way to get it`,
      wayOut: environment.offline
        ? "unset KUBEFLOW_TOOLS_OFFLINE, or put the tools on PATH"
        : isSimulated(context)
          ? "install Go 1.21 or newer, which builds them, or put the tools on PATH"
          : "install them, or install Go 1.21 or newer, which builds them",
    };
  }
  const toGet = tools.filter(({ path }) => path === undefined);
  if (toGet.length === 0) {
    return { result: "ok", text: `${count(tools.length, "tool")} on this machine` };
  }
  // Tools of one product are built together.
  const builds = new Map(toGet.map((tool) => [`${tool.version} ${tool.buildSeconds}`, tool]));
  const sum = (of: "buildSeconds" | "buildBytes"): number =>
    [...builds.values()].reduce((total, tool) => total + tool[of], 0);
  const free = await freeBytes(existingFolder(environment.cacheDir));
  if (free < sum("buildBytes")) {
    return {
      result: "failure",
      text: `${gigabytes(free)} free at ${environment.cacheDir}; building ${toGet.map(({ tool }) => tool).join(", ")} takes up to ${gigabytes(sum("buildBytes"))}`,
      wayOut: "free some space, or set XDG_CACHE_HOME to a folder on another disk",
    };
  }
  const names = toGet.map(({ tool }) => tool).join(", ");
  return {
    result: "ok",
    text: `to get: ${names} (once a machine; up to ${duration(sum("buildSeconds") * 1000)} where they must be built)`,
  };
}
