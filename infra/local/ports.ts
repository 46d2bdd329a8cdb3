import * as net from "node:net";
import { UserError } from "../../config/errors";
import type { ClusterPorts } from "./control-plane";

/** Below the range that systems take outgoing connections' ports from: one of those could be taken at a restart. */
const RANGE = { from: 20_000, to: 32_000 } as const;

/** Whether nobody listens on a port of 127.0.0.1. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Whether somebody listens on a port. */
export function portAnswers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host, timeout: 1_000 });
    const answer = (listens: boolean) => () => {
      socket.destroy();
      resolve(listens);
    };
    socket.once("connect", answer(true)).once("error", answer(false)).once("timeout", answer(false));
  });
}

/**
 * Chooses ports for a cluster.
 * @param fixed the API server's port, where configuration fixes it
 * @throws UserError (exit code 1) where the fixed port is taken
 */
export async function choosePorts(fixed: number | undefined): Promise<ClusterPorts> {
  if (fixed !== undefined && !(await portIsFree(fixed))) {
    throw new UserError(
      `Port ${fixed} of 127.0.0.1, which configuration fixes for the API server, is in use.`,
      "end the process that listens there, choose another port, or leave the port out to get a free one",
      1,
    );
  }
  const taken = new Set(fixed === undefined ? [] : [fixed]);
  return {
    apiserver: fixed ?? (await choosePort(taken)),
    etcd: await choosePort(taken),
    etcdPeer: await choosePort(taken),
    controllerManager: await choosePort(taken),
    scheduler: await choosePort(taken),
    kwok: await choosePort(taken),
  };
}

/**
 * Chooses a free port.
 * @param taken ports that are chosen already; the new one is added
 */
export async function choosePort(taken: Set<number>): Promise<number> {
  // Random, so that two clusters made at the same moment hardly want the same ones.
  const port = RANGE.from + Math.floor(Math.random() * (RANGE.to - RANGE.from));
  if (taken.has(port) || !(await portIsFree(port))) {
    return choosePort(taken);
  }
  taken.add(port);
  return port;
}
