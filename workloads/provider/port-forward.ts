import * as net from "node:net";
import type { AddressInfo } from "node:net";
import { Duplex, PassThrough, Writable } from "node:stream";
import { UserError } from "../../config/errors";
import type { KubeClient } from "../../kube/client";
import { arrayOf, at, numberOf, objectOf, textOf } from "../../plugin";
import type { Connection } from "./connection";

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** Opens a connection to a port of a pod. */
export type Dial = (target: PodPort, signal: AbortSignal) => Promise<Duplex>;

const insideCluster = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.|$)/;

/**
 * Runs an action with an address at which the dashboard is reached from here.
 *
 * That is the dashboard's own where it is a public one. Where it is a Service of the cluster (no domain is configured),
 * it is a port of this machine's loopback interface, from which the API server forwards to a pod of that Service, for
 * as long as the action takes. Who comes in by it meets the gateway as everybody does: without a token it says nothing.
 *
 * @throws UserError where no pod of the Service is ready
 */
export async function withDashboard<T>(
  {
    dashboard,
    cluster,
    dial,
  }: Pick<Connection, "dashboard" | "dial"> & {
    readonly cluster: Pick<KubeClient, "get" | "list">;
  },
  signal: AbortSignal,
  action: (dashboard: string) => Promise<T>,
): Promise<T> {
  const { hostname, port } = new URL(dashboard);
  const [, service, namespace] = insideCluster.exec(hostname) ?? [];
  if (service === undefined || namespace === undefined) {
    return action(dashboard);
  }
  const target = await podOf(cluster, { service, namespace, port: Number(port || 80) }, signal);
  const server = net.createServer((socket) => {
    dial(target, signal).then(
      (pod) => {
        const end = () => {
          socket.destroy();
          pod.destroy();
        };
        socket.on("error", end).on("close", end).pipe(pod);
        pod.on("error", end).on("close", end).pipe(socket);
      },
      (error: unknown) => socket.destroy(error instanceof Error ? error : undefined),
    );
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  try {
    return await action(`http://127.0.0.1:${portOf(server.address())}`);
  } finally {
    server.close();
  }
}

/** A pod that is ready, and the port of it that a Service's port leads to. */
async function podOf(
  cluster: Pick<KubeClient, "get" | "list">,
  {
    service,
    namespace,
    port,
  }: { readonly service: string; readonly namespace: string; readonly port: number },
  signal: AbortSignal,
): Promise<PodPort> {
  const found = await cluster.get({ apiVersion: "v1", kind: "Service", namespace, name: service }, signal);
  const spec = objectOf(found?.spec);
  const labelSelector = Object.entries(objectOf(spec.selector))
    .map(([key, value]) => `${key}=${textOf(value)}`)
    .join();
  const pods =
    labelSelector === "" ? [] : await cluster.list("v1", "Pod", { namespace, labelSelector, signal });
  const ready = pods.find(({ status }) =>
    arrayOf(at(status, "conditions")).some(
      (one) => at(one, "type") === "Ready" && at(one, "status") === "True",
    ),
  );
  if (ready === undefined) {
    throw new UserError(
      `no pod of Service ${namespace}/${service} is ready, by which Kubeflow's APIs are reached`,
      `see what holds it up: kubectl -n ${namespace} get pods`,
      1,
    );
  }
  const entry = arrayOf(spec.ports).find((one) => at(one, "port") === port);
  // A port without a number of the container's own is the same there.
  return { namespace, pod: ready.metadata.name, port: numberOf(at(entry, "targetPort"), port) };
}

/** Connections to pods through the API server of a kubeconfig. */
export function dialThrough(kubeconfig: string): Dial {
  return async ({ namespace, pod, port }) => {
    // Loaded only here: it takes 0.4 s, and a dashboard with a domain never needs it.
    const { KubeConfig, PortForward } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    const toPod = new PassThrough();
    const duplex = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        toPod.write(chunk);
        done();
      },
    });
    const fromPod = into((chunk) => duplex.push(chunk));
    const errors = into((chunk) => {
      duplex.destroy(new Error(`pod ${namespace}/${pod}: ${chunk.toString("utf8").trim()}`));
    });
    const forwarded = new PortForward(config).portForward(namespace, pod, [port], fromPod, errors, toPod);
    const socket: unknown = await forwarded;
    if (isSocket(socket)) {
      socket.addEventListener("close", () => duplex.push(null));
      duplex.once("close", () => {
        socket.close();
      });
    }
    return duplex;
  };
}

/** Takes what comes from the pod; each stream begins with an empty chunk, where the library cut its port off. */
function into(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > 0) {
        take(chunk);
      }
      done();
    },
  });
}

/** A WebSocket, of which the library hands out the bare minimum of types. */
interface Socket {
  addEventListener(type: "close", listener: () => void): void;
  close(): void;
}

function isSocket(value: unknown): value is Socket {
  return typeof value === "object" && value !== null && "addEventListener" in value && "close" in value;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
