import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "../../../config/environment";
import { readPid, runsIn, signalTo } from "../pid";
import type { ObservabilityLayout } from "./layout";
import { SERVERS, type Server, type ServerName } from "./servers";

/** How one of the processes is. */
export interface ServerProcess {
  readonly name: ServerName;
  /** As people call it. */
  readonly title: string;
  /** The id in its pid file; undefined where there is none. */
  readonly pid: number | undefined;
  /** Whether that process lives and is this folder's. */
  readonly alive: boolean;
  /** Its log file. */
  readonly log: string;
}

/** How long a process gets to end by itself. Both databases write ahead: nothing of worth is lost after that. */
const POLITE_MS = 5_000;
const STOP_TIMEOUT_MS = 15_000;

/** @param ranIn the folder that the processes were started in, where it was moved since */
export function serverProcesses(
  layout: ObservabilityLayout,
  ranIn: string = layout.root,
): readonly ServerProcess[] {
  return SERVERS.map(({ name, title }) => {
    const pid = readPid(pidFile(layout, name));
    return {
      name,
      title,
      pid,
      alive: runsIn(ranIn, pid),
      log: logFile(layout, name),
    };
  });
}

/** Starts a process that outlives this one. It may have ended again when this returns. */
export function startServer(layout: ObservabilityLayout, { name }: Server, command: readonly string[]): void {
  const [program = "", ...args] = command;
  const log = fs.openSync(logFile(layout, name), "a");
  try {
    const child = spawn(program, args, {
      cwd: layout.root,
      env: childEnvironment(),
      stdio: ["ignore", log, log],
      detached: true,
    });
    // Whoever waits for it finds no process, and says so.
    child.once("error", (error) => {
      fs.appendFileSync(logFile(layout, name), `${error.message}\n`);
    });
    if (child.pid !== undefined) {
      fs.writeFileSync(pidFile(layout, name), String(child.pid));
    }
    child.unref();
  } finally {
    fs.closeSync(log);
  }
}

/** How processes are ended. */
export interface StopOptions {
  /** Which ones. Default: all. */
  readonly names?: ReadonlySet<ServerName>;
  /** Their data is thrown away: they need not write it. Default: false. */
  readonly atOnce?: boolean;
  /** The folder that they were started in, where it was moved since. */
  readonly ranIn?: string;
}

/**
 * Ends processes of a folder.
 * @throws Error naming those that would not end
 */
export async function stopServers(
  layout: ObservabilityLayout,
  { names, atOnce = false, ranIn }: StopOptions = {},
): Promise<void> {
  const started = Date.now();
  const meant = () => serverProcesses(layout, ranIn).filter(({ name }) => names?.has(name) ?? true);
  let asked = false;
  for (;;) {
    const alive = meant().filter((one) => one.alive);
    if (alive.length === 0) {
      break;
    }
    const waited = Date.now() - started;
    if (waited > STOP_TIMEOUT_MS) {
      const which = alive.map(({ title, pid }) => `${title} (process ${pid ?? "?"})`);
      throw new Error(`${which.join(", ")} could not be ended`);
    }
    const force = atOnce || waited > POLITE_MS;
    if (force || !asked) {
      alive.forEach(({ pid }) => {
        signalTo(pid, force ? "SIGKILL" : "SIGTERM");
      });
      asked = true;
    }
    await sleep(30);
  }
  meant().forEach(({ name }) => {
    fs.rmSync(pidFile(layout, name), { force: true });
  });
}

function pidFile({ pids }: ObservabilityLayout, name: ServerName): string {
  return path.join(pids, `${name}.pid`);
}

function logFile({ logs }: ObservabilityLayout, name: ServerName): string {
  return path.join(logs, `${name}.log`);
}
