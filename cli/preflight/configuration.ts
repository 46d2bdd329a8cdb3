import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../../config/errors";
import { parseConfig } from "../../config/load";
import { projects } from "../../contract/projects";
import { parseFrontDoorConfig } from "../../deployments/config";
import { type InfraConfig, parseInfraConfig } from "../../infra/config";
import { PlatformConfig } from "../../platform/config";
import { checkSwitches } from "../../platform/select";
import { WorkloadsConfig } from "../../workloads/config";
import type { ClusterChoice } from "../arguments";
import { localEnvironment } from "../environments";
import type { Repository } from "../repository";
import { localSettings } from "../settings/local-projects";
import { readConfig } from "../settings/overrides";

/** The configuration of all three projects. */
export interface Configuration {
  readonly infra: InfraConfig;
  readonly platform: PlatformConfig;
  readonly workloads: WorkloadsConfig;
  /** The same as Pulumi hands it to programs. */
  readonly all: Readonly<Record<string, string>>;
}

/**
 * Reads an environment's configuration, as its programs will.
 *
 * @throws UserError with every mistake of every project
 */
export function readConfiguration(
  repository: Repository,
  name: string,
  cluster: ClusterChoice | undefined,
): Configuration {
  const file = `Pulumi.${name}.yaml`;
  const text =
    name === localEnvironment
      ? localSettings(repository, cluster)
      : fs.readFileSync(path.join(repository.root, file), "utf8");
  const all = readConfig(text, file);
  const mistakes: UserError[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      mistakes.push(error);
      return undefined;
    }
  };
  attempt(() => {
    refuseStrayKeys(all, file);
  });
  const infra = attempt(() => parseInfraConfig(name, all));
  const platform = attempt(() => parseConfig(PlatformConfig, projects.platform, name, all));
  attempt(() => parseFrontDoorConfig(name, all));
  const workloads = attempt(() => parseConfig(WorkloadsConfig, projects.workloads, name, all));
  if (platform !== undefined) {
    attempt(() => {
      checkSwitches(platform);
    });
  }
  const [first, ...others] = mistakes;
  if (first !== undefined) {
    throw others.length === 0 ? first : new UserError(mistakes.map((m) => m.message).join("\n"));
  }
  if (infra === undefined || platform === undefined || workloads === undefined) {
    throw new Error("configuration was neither read nor refused");
  }
  return { infra, platform, workloads, all };
}

/** A key of a project that there isn't would be ignored without a word. */
function refuseStrayKeys(all: Readonly<Record<string, string>>, file: string): void {
  const known: readonly string[] = Object.values(projects);
  const stray = Object.keys(all).filter((key) => {
    const project = key.slice(0, key.indexOf(":"));
    return project.startsWith("kubeflow") && !known.includes(project);
  });
  if (stray.length > 0) {
    throw new UserError(
      `${file} has keys of projects that do not exist: ${stray.join(", ")}; the projects are ${known.join(", ")}`,
      `edit ${file}`,
    );
  }
}
