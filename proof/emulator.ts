import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import * as readline from "node:readline";
import type { Readable, Writable } from "node:stream";
import { childEnvironment } from "../config/environment";
import type { VirtualEnvironment } from "../python";

type Server = ChildProcessByStdio<Writable, null, Readable>;

/** An AWS with nothing in it, on loopback. */
export interface Emulator {
  /** What SDK clients take as endpoint. */
  readonly endpoint: string;
  /** Id of its process. */
  readonly pid: number | undefined;
  /** Ends its process. */
  stop(): Promise<void>;
}

const SCRIPT = path.join(__dirname, "emulator.py");
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;
const KEPT_LINES = 20;

/**
 * Starts an emulated AWS in an account, with the managed policies that AWS has in every account.
 *
 * @throws Error with the emulator's last lines where it doesn't come up
 */
export async function startEmulator({ python }: VirtualEnvironment, accountId: string): Promise<Emulator> {
  const server = spawn(python, ["-I", SCRIPT], {
    env: childEnvironment({ MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" }),
    stdio: ["pipe", "ignore", "pipe"],
  });
  try {
    const endpoint = await endpointOf(server);
    return { endpoint, pid: server.pid, stop: () => stop(server) };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

/** Reads the log to its end, since a full pipe would stop the server; the address is in one of the first lines. */
async function endpointOf(server: Server): Promise<string> {
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const address = new Promise<string>((resolve, reject) => {
    const fail = (what: string) => {
      reject(new Error(`the emulator ${what}:\n${lines.join("\n")}`));
    };
    timer = setTimeout(fail, START_TIMEOUT_MS, "did not come up");
    readline.createInterface({ input: server.stderr }).on("line", (line) => {
      lines.push(line);
      lines.splice(0, lines.length - KEPT_LINES);
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found !== undefined) {
        resolve(found);
      }
    });
    server.once("error", reject).once("close", (code) => {
      fail(`ended with exit code ${code ?? "none"}`);
    });
  });
  return address.finally(() => {
    clearTimeout(timer);
  });
}

async function stop(server: Server): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) {
    return;
  }
  const exit = once(server, "exit");
  server.kill("SIGTERM");
  const impatient = setTimeout(() => server.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exit;
  clearTimeout(impatient);
}
