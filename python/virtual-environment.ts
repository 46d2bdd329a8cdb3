import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { childEnvironment, type Environment } from "../config/environment";
import { withLock } from "../toolchain/lock";
import { findPython, type Python } from "./interpreter";
import { Unavailable } from "./unavailable";

const run = promisify(execFile);

/** uv, which makes environments and fills them, with a digest of each of its files. */
const UV_LOCK = path.join(__dirname, "uv.txt");

/** A Python with the packages of a lock file. */
export interface VirtualEnvironment {
  /** Its interpreter. */
  readonly python: string;
  /** Where it lies. */
  readonly directory: string;
}

/** Where a virtual environment comes from. */
export interface VirtualEnvironmentOptions {
  /** Cache folder, PATH, and whether anything may be downloaded. */
  readonly environment: Pick<Environment, "cacheDir" | "path" | "offline">;
  /** Pinned packages with their digests, as `uv pip compile --universal --generate-hashes` writes them. */
  readonly lockFile: string;
  /** Packages of it that come as source alone and are built here. Default: none, wheels only. */
  readonly builds?: readonly string[];
  /** Called once for each thing that takes long. */
  readonly report?: (line: string) => void;
}

/**
 * The virtual environment of a lock file. It is made once a machine, Python and lock file, and kept in the cache
 * folder, where several runs may want it at the same time.
 *
 * @throws Unavailable where the machine can't have it: no Python, no way to the package index
 */
export async function ensureVirtualEnvironment(
  options: VirtualEnvironmentOptions,
): Promise<VirtualEnvironment> {
  const { environment, lockFile, builds = [], report = () => undefined } = options;
  const python = await findPython(environment.path);
  const directory = path.join(environment.cacheDir, "python", digest(lockFile, python));
  const made = { python: path.join(directory, "bin", "python"), directory };
  if (isComplete(made)) {
    return made;
  }
  if (environment.offline) {
    throw new Unavailable("KUBEFLOW_TOOLS_OFFLINE forbids the download of its Python packages");
  }
  const describe = `installing the Python packages of ${lockFile}`;
  const onWait = ({ pid }: { readonly pid: number }) => {
    report(`waiting for process ${pid}, which installs the Python packages of ${lockFile}`);
  };
  return withLock(`${directory}.lock`, { describe, wait: true, onWait }, async () => {
    // Whoever held the lock before may have made it.
    if (!isComplete(made)) {
      report(`installing the Python packages of ${lockFile} into ${directory}`);
      await make(made, lockFile, python, lockFile === UV_LOCK ? undefined : await uvOf(options), builds);
    }
    return made;
  });
}

/** What a virtual environment depends on: other packages or another interpreter make another one. */
function digest(lockFile: string, { version, prefix, machine }: Python): string {
  return createHash("sha256")
    .update(JSON.stringify([version, prefix, machine]))
    .update(fs.readFileSync(lockFile))
    .digest("hex")
    .slice(0, 16);
}

/** Written last: a folder without it is what an interrupted run left. */
function stampOf(directory: string): string {
  return path.join(directory, "complete");
}

/** The interpreter is a link, which leads nowhere once its Python is uninstalled. */
function isComplete({ directory, python }: VirtualEnvironment): boolean {
  return fs.existsSync(stampOf(directory)) && fs.existsSync(python);
}

/** uv, in an environment of its own: it takes a tenth of pip's time, and files that environments share lie there once. */
async function uvOf(options: VirtualEnvironmentOptions): Promise<string> {
  const { environment, report } = options;
  const { directory } = await ensureVirtualEnvironment({
    environment,
    lockFile: UV_LOCK,
    ...(report !== undefined && { report }),
  });
  return path.join(directory, "bin", "uv");
}

async function make(
  { directory, python }: VirtualEnvironment,
  lockFile: string,
  base: Python,
  uv: string | undefined,
  builds: readonly string[],
): Promise<void> {
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  await step(base.command, ["-I", "-m", "venv", ...(uv === undefined ? [] : ["--without-pip"]), directory]);
  // Wheels only, but for what has none: no code of a package runs before its digest was compared.
  const wheels = builds.length === 0 ? ["--only-binary", ":all:"] : [];
  if (uv === undefined) {
    const install = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"];
    await step(python, ["-I", "-m", "pip", ...install, ...wheels, "--requirement", lockFile]);
  } else {
    // Exactly what the lock names, nothing else; it may be used by several at once.
    const sync = ["pip", "sync", "--quiet", "--no-config", "--require-hashes", "--python", python];
    await step(uv, [...sync, ...wheels, lockFile]);
  }
  fs.writeFileSync(stampOf(directory), "");
}

async function step(command: string, args: readonly string[]): Promise<void> {
  try {
    await run(command, args, { env: childEnvironment(), maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    // Another content than the lock's is no missing network. It must not pass as a skipped suite.
    if (/DO NOT MATCH THE HASHES|Hash mismatch/.test(output)) {
      throw new Error(output);
    }
    throw new Unavailable(`${command} ${args.join(" ")} failed:\n${lastLines(output)}`);
  }
}

function lastLines(text: string, count = 6): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
