import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../config/errors";
import { lastLogLines } from "../processes";
import { type PlatformMetrics, writeFiles } from "./files";
import { type ObservabilityLayout, observabilityLayout } from "./layout";
import { type ObservabilityPorts, portsFor } from "./ports";
import { serverProcesses, startServer, stopServers } from "./processes";
import { type ObservabilityRecord, readRecord, writeRecord } from "./record";
import { forgetMoved } from "./remove";
import { type ObservabilityTools, type Server, SERVERS, type ServerName } from "./servers";

/** What is started, and how. */
export interface StartOptions {
  readonly tools: ObservabilityTools;
  readonly platform: PlatformMetrics;
  /** Says what is going on, in a few words. */
  readonly report?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** What {@link startObservability} has done. */
export interface Started {
  /** Processes that it started, or started again with something else; none where all ran as they should. */
  readonly started: readonly ServerName[];
  /** URLs on 127.0.0.1. */
  readonly prometheus: string;
  readonly loki: string;
}

const READY_TIMEOUT_MS = 120_000;

/**
 * Makes Prometheus, Loki and what they are fed by run beside the cluster in a folder. What runs with the same
 * configuration is left alone; after a reboot, with another cluster or another version of a tool it is started again. A
 * few milliseconds where nothing is to be done.
 *
 * @throws UserError (exit code 1) with the last lines of the log of the process that does not start
 */
export async function startObservability(directory: string, options: StartOptions): Promise<Started> {
  const layout = observabilityLayout(directory);
  await forgetMoved(layout);
  const started = await converge(layout, options);
  const { ports } = started;
  return {
    started: started.names,
    prometheus: `http://127.0.0.1:${ports.prometheus}`,
    loki: `http://127.0.0.1:${ports.loki}`,
  };
}

async function converge(
  layout: ObservabilityLayout,
  options: StartOptions,
  attempt = 1,
): Promise<{ readonly names: readonly ServerName[]; readonly ports: ObservabilityPorts }> {
  const { tools, platform, report, signal } = options;
  const before = readRecord(layout);
  const ports = await portsFor(before?.ports, heldPorts(layout, before));
  writeFiles(layout, ports, platform);
  const wanted = SERVERS.map((server) => {
    const { metricLabels } = platform;
    const command = server.command({ layout, tools, ports, metricLabels });
    return { server, command, digest: digestOf(command, server.files(layout)) };
  });
  const alive = new Set(serverProcesses(layout).flatMap((one) => (one.alive ? [one.name] : [])));
  const toStart = wanted.filter(
    ({ server: { name }, digest }) => !alive.has(name) || before?.started[name] !== digest,
  );
  const names = new Set(toStart.map(({ server }) => server.name));
  if (names.size > 0) {
    report?.(`starting ${toStart.map(({ server }) => server.title).join(", ")}`);
    await stopServers(layout, { names });
    writeRecord(layout, {
      root: layout.root,
      ports,
      started: Object.fromEntries(wanted.map(({ server, digest }) => [server.name, digest])),
    });
    for (const { server, command } of toStart) {
      startServer(layout, server, command);
    }
  }
  const giveUp = new AbortController();
  try {
    const either = AbortSignal.any([giveUp.signal, ...(signal === undefined ? [] : [signal])]);
    const isReady = (server: Server) => ready(layout, server, ports, either);
    await Promise.all(SERVERS.filter((server) => server.ready !== undefined).map(isReady));
    // By now the others have had the time to fail.
    await Promise.all(SERVERS.filter((server) => server.ready === undefined).map(isReady));
  } catch (error) {
    // Nobody waits for the others any more.
    giveUp.abort();
    // Somebody took one of the ports between choosing and using it.
    if (attempt === 1 && error instanceof UserError && error.message.includes("address already in use")) {
      return converge(layout, options, attempt + 1);
    }
    throw error;
  }
  return { names: [...names], ports };
}

/** Ports that processes of ours listen on now; which of them does not matter. */
function heldPorts(
  layout: ObservabilityLayout,
  record: ObservabilityRecord | undefined,
): ReadonlySet<number> {
  const { prometheus, loki, lokiGrpc, kubeStateMetrics, kubeStateMetricsSelf } = record?.ports ?? {};
  const ports: Readonly<Record<ServerName, readonly (number | undefined)[]>> = {
    prometheus: [prometheus],
    loki: [loki, lokiGrpc],
    "kube-state-metrics": [kubeStateMetrics, kubeStateMetricsSelf],
    "log-follower": [],
  };
  const alive = serverProcesses(layout).filter((one) => one.alive);
  return new Set(alive.flatMap(({ name }) => ports[name]).filter((port) => port !== undefined));
}

function digestOf(command: readonly string[], files: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(command));
  files.forEach((file) => hash.update(fs.readFileSync(file)));
  return hash.digest("hex");
}

async function ready(
  layout: ObservabilityLayout,
  { name, title, ready: url }: Server,
  ports: ObservabilityPorts,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const found = serverProcesses(layout).find((one) => one.name === name);
    if (found?.alive !== true || Date.now() > deadline) {
      const lines = found === undefined ? [] : lastLogLines(found.log).map((line) => `    ${line}`);
      throw new UserError(
        [
          `${title} ${found?.alive === true ? `did not answer within ${READY_TIMEOUT_MS / 1000} s` : "ended"}.`,
          ...(lines.length > 0 ? ["  It said:", ...lines] : []),
        ].join("\n"),
        `its whole log is ${found?.log ?? layout.logs}; "npm run up -- local --no-observability" goes on without it`,
        1,
      );
    }
    if (url === undefined || (await answers(url(ports), signal))) {
      return;
    }
    await sleep(100, undefined, { signal });
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
