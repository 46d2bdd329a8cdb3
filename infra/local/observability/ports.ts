import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { ClusterPorts } from "../control-plane";
import { choosePort, portIsFree } from "../ports";

/** Names of the ports on 127.0.0.1 that are listened on. */
export const PORT_NAMES = [
  "prometheus",
  "loki",
  "lokiGrpc",
  "kubeStateMetrics",
  "kubeStateMetricsSelf",
] as const;

/** See {@link PORT_NAMES}. */
export type PortName = (typeof PORT_NAMES)[number];

/** The ports, by name. */
export type ObservabilityPorts = Readonly<Record<PortName, number>>;

/** How long the system may take to let go of the ports of a process that has just ended, in milliseconds. */
const letGoMs = 2_000;

/**
 * Ports to listen on: those of before, so that addresses stay, but for those that somebody else has taken.
 *
 * @param before undefined the first time
 * @param held ports that processes of ours listen on now
 * @param patienceMs how long a port of before is waited for. Default: 2 s
 */
export async function portsFor(
  before: ObservabilityPorts | undefined,
  held: ReadonlySet<number>,
  patienceMs: number = letGoMs,
): Promise<ObservabilityPorts> {
  const deadline = Date.now() + patienceMs;
  const taken = new Set<number>(Object.values(before ?? {}));
  const port = async (name: PortName): Promise<number> => {
    const old = before?.[name];
    return old !== undefined && (held.has(old) || (await becomesFree(old, deadline)))
      ? old
      : choosePort(taken);
  };
  return {
    prometheus: await port("prometheus"),
    loki: await port("loki"),
    lokiGrpc: await port("lokiGrpc"),
    kubeStateMetrics: await port("kubeStateMetrics"),
    kubeStateMetricsSelf: await port("kubeStateMetricsSelf"),
  };
}

async function becomesFree(port: number, deadline: number): Promise<boolean> {
  for (;;) {
    if (await portIsFree(port)) {
      return true;
    }
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(50);
  }
}

const Kwokctl = z.object({
  options: z.object({
    kubeApiserverPort: z.int(),
    etcdPort: z.int(),
    etcdPeerPort: z.int(),
    kubeControllerManagerPort: z.int(),
    kubeSchedulerPort: z.int(),
    kwokControllerPort: z.int(),
  }),
});

/** The ports of a cluster's processes, from the configuration that it was made with. */
export function clusterPorts(kwokctlConfig: string): ClusterPorts {
  const { options } = Kwokctl.parse(parse(fs.readFileSync(kwokctlConfig, "utf8")));
  return {
    apiserver: options.kubeApiserverPort,
    etcd: options.etcdPort,
    etcdPeer: options.etcdPeerPort,
    controllerManager: options.kubeControllerManagerPort,
    scheduler: options.kubeSchedulerPort,
    kwok: options.kwokControllerPort,
  };
}
