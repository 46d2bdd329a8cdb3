import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { childEnvironment, type Environment } from "../config/environment";
import { withLock } from "../toolchain";
import { findPython, type Python } from "./python";
import { Unavailable } from "./unavailable";

const run = promisify(execFile);

/** What the emulator and the linter run in, with a digest of each file. */
export const LOCK_FILE = path.join(__dirname, "requirements.txt");

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
  /** Pinned packages with their digests. Default: {@link LOCK_FILE}. */
  readonly lockFile?: string;
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
  const { environment, lockFile = LOCK_FILE, report = () => undefined } = options;
  const python = await findPython(environment.path);
  const directory = path.join(environment.cacheDir, "proof", digest(lockFile, python));
  const made = { python: path.join(directory, "bin", "python"), directory };
  if (isComplete(made)) {
    return made;
  }
  if (environment.offline) {
    throw new Unavailable("KUBEFLOW_TOOLS_OFFLINE forbids the download of its Python packages");
  }
  const describe = "installing the Python packages of the proof";
  const onWait = ({ pid }: { readonly pid: number }) => {
    report(`waiting for process ${pid}, which installs the Python packages of the proof`);
  };
  return withLock(`${directory}.lock`, { describe, wait: true, onWait }, async () => {
    // Whoever held the lock before may have made it.
    if (!isComplete(made)) {
      report(`installing the Python packages of the proof into ${directory}`);
      await make(made, python, lockFile);
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

async function make(
  { directory, python }: VirtualEnvironment,
  base: Python,
  lockFile: string,
): Promise<void> {
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  await step(base.command, ["-I", "-m", "venv", directory]);
  // Wheels only: no code of a package runs before its digest was compared.
  const install = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"];
  await step(python, ["-I", "-m", "pip", ...install, "--only-binary", ":all:", "--requirement", lockFile]);
  fs.writeFileSync(stampOf(directory), "");
}

async function step(command: string, args: readonly string[]): Promise<void> {
  try {
    await run(command, args, { env: childEnvironment(), maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    // Another content than the lock's is no missing network. It must not pass as a skipped suite.
    if (output.includes("DO NOT MATCH THE HASHES")) {
      throw new Error(output);
    }
    throw new Unavailable(`${command} ${args.join(" ")} failed:\n${lastLines(output)}`);
  }
}

function lastLines(text: string, count = 6): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
