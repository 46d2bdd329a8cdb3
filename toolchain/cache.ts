import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { TOOLS, type Platform, type ToolName } from "./tools";
import { VERSIONS } from "./versions";

const run = promisify(execFile);

const stampSchema = z.object({
  version: z.string(),
  /** How it came here. */
  origin: z.enum(["download", "build"]),
  /** Size of the executable in bytes when it was verified: a truncated one is not taken for it. */
  size: z.number(),
});

const pathStampsSchema = z.record(
  z.string(),
  z.object({ size: z.number(), mtimeMs: z.number(), version: z.string().nullable() }),
);

/** The folder that holds the tools of every clone on this machine. */
export function toolsFolder(cacheDir: string): string {
  return path.join(cacheDir, "tools");
}

/** The folder of one tool; it exists only once the tool in it has been verified. */
export function toolFolder(cacheDir: string, tool: ToolName, platform: Platform): string {
  const version = VERSIONS[TOOLS[tool].product];
  return path.join(toolsFolder(cacheDir), `${tool}-${version}-${platform.os}-${platform.arch}`);
}

/** The cached executable; undefined where it is not there or not whole. Looks at file sizes only, runs nothing. */
export function findInCache(cacheDir: string, tool: ToolName, platform: Platform): string | undefined {
  const folder = toolFolder(cacheDir, tool, platform);
  try {
    const stamp = stampSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, "ready.json"), "utf8")));
    const executable = path.join(folder, tool);
    fs.accessSync(executable, fs.constants.X_OK);
    return fs.statSync(executable).size === stamp.size ? executable : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts a folder that holds a tool's executable into the cache, in one step: others see all of it or nothing.
 * @returns the path of the executable
 */
export function installIntoCache(
  cacheDir: string,
  tool: ToolName,
  platform: Platform,
  staged: string,
  origin: "download" | "build",
): string {
  const folder = toolFolder(cacheDir, tool, platform);
  const stamp = {
    version: VERSIONS[TOOLS[tool].product],
    origin,
    size: fs.statSync(path.join(staged, tool)).size,
  };
  fs.writeFileSync(path.join(staged, "ready.json"), JSON.stringify(stamp));
  if (fs.existsSync(folder)) {
    // What is there was found broken. Rename first: a folder that is half deleted must not carry its name.
    const broken = path.join(toolsFolder(cacheDir), `.tmp-broken-${randomUUID()}`);
    fs.renameSync(folder, broken);
    fs.rmSync(broken, { recursive: true, force: true });
  }
  fs.renameSync(staged, folder);
  return path.join(folder, tool);
}

/** A version as numbers; undefined for text that holds none. */
export function parseVersion(text: string): [number, number, number] | undefined {
  const found = /(?<![\d.])v?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** Whether a tool of that version may stand in for the pinned one. */
export function versionWillDo(tool: ToolName, version: string): boolean {
  const there = parseVersion(version);
  const pinned = parseVersion(VERSIONS[TOOLS[tool].product]);
  if (there === undefined || pinned === undefined) {
    return false;
  }
  if (there[0] !== pinned[0]) {
    return false;
  }
  if (TOOLS[tool].accepts === "same minor") {
    return there[1] === pinned[1];
  }
  return there[1] > pinned[1] || (there[1] === pinned[1] && there[2] >= pinned[2]);
}

/**
 * Asks an executable for its version.
 * @returns "1.2.3", or undefined where it does not run or answers something else
 */
export async function askVersion(tool: ToolName, executable: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(executable, [...TOOLS[tool].versionArgs], { timeout: 20_000 });
    return parseVersion(`${stdout}\n${stderr}`)?.join(".");
  } catch {
    return undefined;
  }
}

/**
 * A tool on PATH whose version will do. Each file found is asked once and remembered by size and time: asking all
 * of them takes seconds, and this runs at the start of every command.
 */
export async function findOnPath(
  cacheDir: string,
  searchPath: readonly string[],
  tool: ToolName,
): Promise<string | undefined> {
  for (const folder of searchPath) {
    const candidate = path.resolve(folder, tool);
    const version = isExecutable(candidate) ? await rememberedVersion(cacheDir, tool, candidate) : undefined;
    if (version !== undefined && versionWillDo(tool, version)) {
      return candidate;
    }
  }
  return undefined;
}

/** Whether there is an executable file of that name. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

async function rememberedVersion(
  cacheDir: string,
  tool: ToolName,
  file: string,
): Promise<string | undefined> {
  const memory = path.join(toolsFolder(cacheDir), "on-path.json");
  const { size, mtimeMs } = fs.statSync(file);
  const known = readPathStamps(memory)[file];
  if (known?.size === size && known.mtimeMs === mtimeMs) {
    return known.version ?? undefined;
  }
  const version = await askVersion(tool, file);
  const stamps = { ...readPathStamps(memory), [file]: { size, mtimeMs, version: version ?? null } };
  // Two processes may write at once: each writes a whole file, the last one wins, and what is lost is asked again.
  const finished = `${memory}.${randomUUID()}`;
  fs.mkdirSync(path.dirname(memory), { recursive: true });
  fs.writeFileSync(finished, JSON.stringify(stamps));
  fs.renameSync(finished, memory);
  return version;
}

function readPathStamps(memory: string): z.infer<typeof pathStampsSchema> {
  try {
    return pathStampsSchema.parse(JSON.parse(fs.readFileSync(memory, "utf8")));
  } catch {
    return {};
  }
}
