import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { projects } from "../../contract/projects";
import type { ClusterChoice } from "../arguments";
import { localEnvironment } from "../environments";
import type { Repository } from "../repository";
import { type Room, roomsOf } from "../rooms";
import { mergeSettings } from "./overrides";
import type { PluginPlan } from "./plugins";

/** The part of a room's Pulumi.yaml that `local` needs. */
const ProjectFile = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  plugins: z
    .looseObject({ providers: z.array(z.looseObject({ name: z.string(), path: z.string() })).default([]) })
    .prefault({}),
});

/**
 * Writes everything under `.local/projects` that the engine reads, so that `local` leaves the tracked files as
 * they are: Pulumi would write its salt into Pulumi.local.yaml, and the stand-ins are no part of the projects.
 */
export function writeLocalProjects(
  repository: Repository,
  cluster: ClusterChoice | undefined,
  plugins: PluginPlan,
): void {
  const settings = localSettingsFile(repository);
  fs.mkdirSync(repository.projects, { recursive: true });
  const text = mergeSettings(
    trackedSettings(repository),
    readIfThere(settings),
    overrides(repository, cluster),
  );
  writeIfChanged(settings, text);
  for (const room of roomsOf(repository.root)) {
    const folder = localWorkDir(repository, room);
    fs.mkdirSync(folder, { recursive: true });
    writeIfChanged(path.join(folder, "Pulumi.yaml"), projectFile(room, plugins));
  }
}

/** The configuration that `local` runs with, as Pulumi keys: the tracked file's and what flags ask for. */
export function localSettings(repository: Repository, cluster: ClusterChoice | undefined): string {
  return mergeSettings(trackedSettings(repository), undefined, overrides(repository, cluster));
}

/** The folder that the engine runs a room of `local` in. */
export function localWorkDir(repository: Repository, room: Room): string {
  return path.join(repository.projects, room.name);
}

/** Makes the passphrase of `local`'s secrets where there is none yet. */
export function ensurePassphrase(repository: Repository): void {
  if (!fs.existsSync(repository.passphrase)) {
    fs.mkdirSync(repository.directory, { recursive: true });
    fs.writeFileSync(repository.passphrase, randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
}

/** The copy of Pulumi.local.yaml that the engine reads and writes. */
export function localSettingsFile(repository: Repository): string {
  return path.join(repository.projects, `Pulumi.${localEnvironment}.yaml`);
}

function overrides(repository: Repository, cluster: ClusterChoice | undefined): Record<string, unknown> {
  return {
    [`${projects.infra}:directory`]: repository.directory,
    [`${projects.infra}:cluster`]: cluster,
  };
}

function trackedSettings(repository: Repository): string {
  return fs.readFileSync(path.join(repository.root, `Pulumi.${localEnvironment}.yaml`), "utf8");
}

/** The program is an inline one, so neither `main` nor the runtime's options mean anything here. */
function projectFile(room: Room, plugins: PluginPlan): string {
  const tracked = ProjectFile.parse(parse(fs.readFileSync(path.join(room.folder, "Pulumi.yaml"), "utf8")));
  const own = tracked.plugins.providers.map((provider) => ({
    ...provider,
    path: path.resolve(room.folder, provider.path),
  }));
  const chosen = Object.entries(plugins.folders).map(([name, folder]) => ({ name, path: folder }));
  return stringify({
    name: tracked.name,
    description: tracked.description,
    runtime: "nodejs",
    stackConfigDir: "..",
    plugins: { providers: [...own, ...chosen] },
  });
}

function readIfThere(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

function writeIfChanged(file: string, text: string): void {
  if (readIfThere(file) !== text) {
    fs.writeFileSync(file, text);
  }
}
