import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as http from "node:http";
import type { Duplex } from "node:stream";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import type { KubeObject, ObjectRef } from "../../kube/object";
import { kubeconfigFor, TestServer } from "../../kube/testing/api-server";
import { callApi } from "./dashboard-api";
import { dialThrough, type PodPort, withDashboard } from "./port-forward";

const inside = "http://istio-ingressgateway.istio-system.svc.cluster.local";
const { signal } = new AbortController();

const service: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "istio-ingressgateway", namespace: "istio-system" },
  spec: {
    selector: { app: "gateway", istio: "in" },
    ports: [{ port: 15021 }, { port: 80, targetPort: 8080 }],
  },
};

function pod(name: string, ready: boolean): KubeObject {
  const status = { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] };
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "istio-system" }, status };
}

function clusterOf(pods: readonly KubeObject[]) {
  return {
    get: ({ name }: ObjectRef) => Promise.resolve(name === service.metadata.name ? service : undefined),
    list: (_: string, __: string, { labelSelector }: { readonly labelSelector?: string | undefined } = {}) =>
      Promise.resolve(labelSelector === "app=gateway,istio=in" ? [...pods] : []),
  };
}

describe("withDashboard", () => {
  let behind: TestServer;
  beforeEach(async () => {
    behind = await TestServer.start(() => ({ body: { here: "yes" } }));
  });
  afterEach(() => behind.stop());

  const connect = (): Promise<Duplex> =>
    new Promise((resolve) => {
      const socket = net.connect(Number(new URL(behind.url).port), "127.0.0.1", () => {
        resolve(socket);
      });
    });

  it("uses a public address as it is", async () => {
    const dial = () => Promise.reject(new Error("not asked for"));
    const used = await withDashboard(
      { dashboard: "https://kubeflow.example.com", cluster: clusterOf([]), dial },
      signal,
      (dashboard) => Promise.resolve(dashboard),
    );
    assert.equal(used, "https://kubeflow.example.com");
  });

  it("goes to a ready pod of a Service of the cluster, and to the port that the Service leads to", async () => {
    const dialled: PodPort[] = [];
    const dial = (target: PodPort) => {
      dialled.push(target);
      return connect();
    };
    const cluster = clusterOf([pod("gateway-0", false), pod("gateway-1", true)]);
    const answers = await withDashboard({ dashboard: inside, cluster, dial }, signal, (dashboard) =>
      Promise.all(["/a", "/b"].map((path) => callApi(dashboard, "token", { method: "GET", path }))),
    );
    assert.deepEqual(answers, [{ here: "yes" }, { here: "yes" }]);
    assert.deepEqual(dialled[0], { namespace: "istio-system", pod: "gateway-1", port: 8080 });
    assert.deepEqual(behind.received.map(({ url }) => url).sort(), ["/a", "/b"]);
  });

  it("says that no pod is ready, and who does not answer", async () => {
    const dial = () => Promise.reject(new Error("no way"));
    const ask = (cluster: ReturnType<typeof clusterOf>) =>
      withDashboard({ dashboard: inside, cluster, dial }, signal, (dashboard) =>
        callApi(dashboard, "token", { method: "GET", path: "/" }),
      );
    await assert.rejects(
      ask(clusterOf([pod("gateway-0", false)])),
      /no pod of Service istio-system\/istio-ingressgateway/,
    );
    await assert.rejects(ask(clusterOf([pod("gateway-0", true)])), /does not answer/);
  });
});

describe("dialThrough", () => {
  it("reaches a pod over the API server's WebSocket, one stream for data and one for errors", async () => {
    const asked: (string | undefined)[] = [];
    const server = http.createServer().on("upgrade", (request, socket: Duplex) => {
      asked.push(request.url, request.headers.authorization);
      const key = request.headers["sec-websocket-key"] ?? "";
      const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
      );
      // Each stream begins with its port, as the kubelet sends it.
      socket.write(frame(0, Buffer.from([0x90, 0x1f])));
      socket.write(frame(1, Buffer.from([0x90, 0x1f])));
      socket.on("data", (data: Buffer) => {
        const { opcode, stream, payload } = unframe(data);
        if (opcode === 2) {
          socket.write(frame(stream, Buffer.from(payload.toString("utf8").toUpperCase())));
        } else {
          socket.end();
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = server.address();
      assert.ok(isAddress(address));
      const kubeconfig = insecure(kubeconfigFor(`http://127.0.0.1:${address.port}`, { token: "t" }));
      const duplex = await dialThrough(kubeconfig)({ namespace: "n", pod: "p", port: 8080 }, signal);
      const answer = new Promise<string>((resolve) => {
        duplex.once("data", (data: Buffer) => {
          resolve(data.toString("utf8"));
        });
      });
      duplex.write("hello");
      assert.equal(await answer, "HELLO");
      duplex.destroy();
      assert.deepEqual(asked, ["/api/v1/namespaces/n/pods/p/portforward?ports=8080", "Bearer t"]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

/** The library refuses plain HTTP otherwise. */
function insecure(kubeconfig: string): string {
  return kubeconfig.replace('"cluster":{"server":', '"cluster":{"insecure-skip-tls-verify":true,"server":');
}

/** One unmasked binary frame of less than 126 bytes: the number of the stream, then what it carries. */
function frame(stream: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x82, payload.length + 1, stream]), payload]);
}

/** One masked frame of less than 126 bytes. */
function unframe(data: Buffer): { opcode: number; stream: number; payload: Buffer } {
  const mask = data.subarray(2, 6);
  const plain = Buffer.from(data.subarray(6).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { opcode: (data[0] ?? 0) & 0x0f, stream: plain[0] ?? 0, payload: plain.subarray(1) };
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
