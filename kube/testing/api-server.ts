import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { parseJson, type Json } from "../../plugin/json";
import { KubeClient } from "../client";

/** One request that a {@link TestServer} got. */
export interface Received {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Json | undefined;
}

/** An answer: a status and a JSON body, headers, or a cut connection. */
export interface Reply {
  readonly status?: number;
  readonly body?: Json;
  readonly headers?: Record<string, string>;
  /** Sent one a line, after which the connection stays open until `close` is called. */
  readonly events?: readonly Json[];
  readonly cut?: boolean;
}

/** A stand-in for an API server over plain HTTP: it answers what a test says. */
export class TestServer {
  readonly received: Received[] = [];
  readonly #server: http.Server;

  private constructor(reply: (request: Received) => Reply) {
    this.#server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const received: Received = {
          method: request.method ?? "",
          url: request.url ?? "",
          headers: request.headers,
          body: text === "" ? undefined : parseJson(text),
        };
        this.received.push(received);
        const { status = 200, body = {}, headers = {}, events, cut } = reply(received);
        if (cut === true) {
          request.socket.destroy();
        } else if (events === undefined) {
          response.writeHead(status, headers).end(JSON.stringify(body));
        } else {
          response.writeHead(status, headers);
          response.write(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
        }
      });
    });
  }

  /** Starts a server on a free port of the loopback interface. */
  static async start(reply: (request: Received) => Reply): Promise<TestServer> {
    const server = new TestServer(reply);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** The server's address. */
  get url(): string {
    const address = this.#server.address();
    const { port } = isAddress(address) ? address : { port: 0 };
    return `http://127.0.0.1:${port}`;
  }

  /** A client of it. */
  client(): KubeClient {
    return KubeClient.fromKubeconfig(kubeconfigFor(this.url));
  }

  /** How many requests had this method and path (without the query). */
  count(method: string, path: string): number {
    return this.received.filter((one) => one.method === method && one.url.replace(/\?.*/, "") === path)
      .length;
  }

  /** Stops, cutting what is open. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

/** A kubeconfig for a server, with more of the user's fields where they are given. */
export function kubeconfigFor(server: string, user: Record<string, unknown> = {}): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    clusters: [{ name: "test", cluster: { server } }],
    users: [{ name: "test", user }],
  });
}

/** The discovery document of the core group and, by name, of one group of custom resources. */
export function discovery(url: string, kinds: Readonly<Record<string, string>>): Reply {
  const resources = Object.entries(kinds).map(([kind, name]) => ({
    kind,
    name,
    namespaced: kind !== "Namespace",
  }));
  return Object.keys(kinds).length === 0
    ? { status: 404 }
    : { body: { kind: "APIResourceList", url, resources } };
}
