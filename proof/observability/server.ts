import { type ChildProcess, spawn } from "node:child_process";
import * as net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "../../config/environment";

/** A program that answers HTTP on loopback, until it is stopped. */
export interface Server {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program and waits until it answers.
 *
 * @param args its arguments, by the ports of its own that it may take
 * @param ready path that answers 200 once it can be asked
 * @param seconds how long that may take
 * @throws Error with what it wrote last where it ends or never answers
 */
export async function startServer(
  program: string,
  args: (ports: readonly [number, number]) => readonly string[],
  ready: string,
  seconds = 60,
): Promise<Server> {
  const ports = [await freePort(), await freePort()] as const;
  const child = spawn(program, args(ports), { env: childEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  const written: string[] = [];
  const keep = (chunk: Buffer) => {
    written.push(chunk.toString());
    written.splice(0, written.length - 50);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const url = `http://127.0.0.1:${ports[0]}`;
  const server = { url, stop: () => stop(child) };
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    if (child.exitCode !== null) {
      throw new Error(`${program} ended with ${child.exitCode}:\n${written.join("")}`);
    }
    if (await answers(`${url}${ready}`)) {
      return server;
    }
    await sleep(100);
  }
  await server.stop();
  throw new Error(`${program} did not answer within ${seconds} s:\n${written.join("")}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await ended;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
