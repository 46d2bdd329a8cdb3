import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { childEnvironment } from "../../../config/environment";
import type { VirtualEnvironment } from "../../../python";

/** A program that was run to its end. */
export interface Finished {
  /** Exit code; undefined where it was ended by a signal, as one that took too long is. */
  readonly code: number | undefined;
  /** What it wrote, standard output and errors in the order in which they came. */
  readonly output: string;
  /** Wall-clock time. */
  readonly seconds: number;
}

/** Where and how long a program may run. */
export interface RunOptions {
  /** Working directory. */
  readonly cwd: string;
  /** Environment variables on top of those that this process has. */
  readonly env?: Readonly<Record<string, string>>;
  /** After this it is ended. Default: 14 minutes. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 14 * 60_000;
/** torchrun ends its workers, which are in sessions of their own, when it is asked to. */
const GRACE_MS = 10_000;

/**
 * Runs a program in a process group of its own, and leaves nothing of the group behind: not after its end, not when
 * this process is interrupted.
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { cwd, env = {}, timeoutMs = TIMEOUT_MS }: RunOptions,
): Promise<Finished> {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: childEnvironment({ ...env }),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  }
  const { pid } = child;
  const interrupted = () => {
    signalGroup(pid, "SIGTERM");
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  const timer = setTimeout(() => void endGroup(pid), timeoutMs);
  try {
    // "exit" and not "close": a stray child that keeps the pipe open must not hold this up.
    await once(child, "exit");
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await endGroup(pid);
  }
  return {
    code: child.exitCode ?? undefined,
    output: Buffer.concat(chunks).toString("utf8"),
    seconds: (performance.now() - start) / 1000,
  };
}

/** Asks a process group to end, and makes it end where it doesn't. */
async function endGroup(pid: number | undefined): Promise<void> {
  for (const deadline = performance.now() + GRACE_MS; signalGroup(pid, "SIGTERM");) {
    if (performance.now() > deadline) {
      signalGroup(pid, "SIGKILL");
      return;
    }
    await delay(100);
  }
}

/** Whether the group had a process to take the signal. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): boolean {
  if (pid === undefined) {
    return false;
  }
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/**
 * What an example's tests find in their environment: its commands first on PATH, no way to anybody's AWS account, and
 * extensions that PyTorch compiles when they are first used kept beside the packages that they are compiled against.
 * So is what Python compiles: uv installs no bytecode, and without it DeepSpeed and PEFT take every process 12 s instead
 * of 5 s to import.
 */
export function testEnvironment(
  { directory }: VirtualEnvironment,
  searchPath: readonly string[],
): Readonly<Record<string, string>> {
  return {
    PATH: [path.join(directory, "bin"), ...searchPath].join(path.delimiter),
    VIRTUAL_ENV: directory,
    PYTHONPYCACHEPREFIX: path.join(directory, "bytecode"),
    TORCH_EXTENSIONS_DIR: path.join(directory, "torch-extensions"),
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    AWS_REGION: "us-east-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
