import * as assert from "node:assert/strict";
import { UserError } from "../config/errors";
import { objectOf, type Json } from "../plugin/json";
import { KubeClient } from "./client";
import { KubeError, UnknownKindError } from "./errors";
import { explain } from "./explain";
import { discovery, kubeconfigFor, TestServer, type Received, type Reply } from "./testing/api-server";
import { ObjectWaiter } from "./wait";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "n" } };
const path = "/api/v1/namespaces/n/configmaps/a";

describe("KubeClient", () => {
  let server: TestServer;
  let client: KubeClient;
  const start = async (reply: (request: Received) => Reply | undefined): Promise<void> => {
    server = await TestServer.start((request) => {
      const kinds = { ConfigMap: "configmaps", Pod: "pods", Event: "events", Namespace: "namespaces" };
      return reply(request) ?? (request.url === "/api/v1" ? discovery(request.url, kinds) : { status: 404 });
    });
    client = server.client();
  };
  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  it("gets an object, and undefined where there is none", async () => {
    await start(({ url }) => (url === path ? { body: configMap } : undefined));
    const ref = { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "n" };
    assert.deepEqual(await client.get(ref), configMap);
    assert.equal(await client.get({ ...ref, name: "b" }), undefined);
    assert.equal(server.count("GET", "/api/v1"), 1);
  });

  it("reads long lists page by page", async () => {
    await start(({ url }) => {
      if (!url.startsWith("/api/v1/configmaps")) {
        return undefined;
      }
      const last: Reply = { body: { items: [{ metadata: { name: "b" } }] } };
      const first: Reply = { body: { metadata: { continue: "more" }, items: [{ metadata: { name: "a" } }] } };
      return url.includes("continue=more") ? last : first;
    });
    const names = (await client.list("v1", "ConfigMap")).map(
      ({ kind, metadata }) => `${kind} ${metadata.name}`,
    );
    assert.deepEqual(names, ["ConfigMap a", "ConfigMap b"]);
  });

  it("applies on the server's side, with manager and force", async () => {
    await start(({ method }) => (method === "PATCH" ? { body: configMap } : undefined));
    await client.apply(configMap, { fieldManager: "me", force: true, dryRun: true });
    const patch = server.received.find(({ method }) => method === "PATCH");
    assert.equal(patch?.url, `${path}?fieldManager=me&force=true&dryRun=All`);
    assert.equal(patch.headers["content-type"], "application/apply-patch+yaml");
  });

  it("tries again what the server was too busy for", async () => {
    let refusals = 2;
    await start(({ method }) =>
      method !== "POST" ? undefined : refusals-- > 0 ? { status: 429 } : { status: 201, body: configMap },
    );
    assert.deepEqual(await client.create(configMap), configMap);
    assert.equal(server.count("POST", "/api/v1/namespaces/n/configmaps"), 3);
  });

  it("tries a read again after a cut connection, but not a create", async () => {
    let cuts = 2;
    await start(({ url, method }) => {
      if (url === "/api/v1") {
        return undefined;
      }
      return method === "POST" || cuts-- > 0 ? { cut: true } : { body: configMap };
    });
    assert.deepEqual(await client.get({ ...configMap, name: "a", namespace: "n" }), configMap);
    await assert.rejects(client.create(configMap), UserError);
    assert.equal(server.count("POST", "/api/v1/namespaces/n/configmaps"), 1);
  });

  it("hands the server's own words on", async () => {
    const body = {
      kind: "Status",
      reason: "Invalid",
      message: "name is bad",
      code: 422,
      details: { kind: "x" },
    };
    await start(({ method }) => (method === "POST" ? { status: 422, body } : undefined));
    await assert.rejects(client.create(configMap), (error) => {
      assert.ok(error instanceof KubeError);
      assert.deepEqual(
        [error.status, error.reason, error.message, error.details],
        [422, "Invalid", "name is bad", { kind: "x" }],
      );
      return true;
    });
  });

  it("tells what became of a deleted object", async () => {
    const answers: Reply[] = [{ body: { kind: "Status" } }, { body: configMap }, { status: 404 }];
    await start(({ method }) => (method === "DELETE" ? answers.shift() : undefined));
    const ref = { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "n" };
    const results = [await client.delete(ref), await client.delete(ref), await client.delete(ref)];
    assert.deepEqual(results, ["gone", "going", "absent"]);
  });

  it("asks once more about a kind that it misses, once for all who miss it", async () => {
    let kinds: Record<string, string> = {};
    await start(({ url }) => (url === "/apis/example.com/v1" ? discovery(url, kinds) : undefined));
    await assert.rejects(client.resourceFor("example.com/v1", "Foo"), UnknownKindError);
    kinds = { Foo: "foos" };
    const asked = Array.from({ length: 50 }, async () => client.resourceFor("example.com/v1", "Foo"));
    const found = await Promise.all(asked);
    assert.ok(found.every(({ plural }) => plural === "foos"));
    assert.equal(server.count("GET", "/apis/example.com/v1"), 2);
  });

  it("takes a watch up again where it broke, and lists anew when it has to", async () => {
    const event = (type: string, version: string, extra: Json = {}): Json => ({
      type,
      object: { ...configMap, metadata: { ...configMap.metadata, resourceVersion: version }, data: extra },
    });
    const gone = { type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired" } };
    let lists = 0;
    await start(({ url }) => {
      if (!url.startsWith("/api/v1/namespaces/n/configmaps")) {
        return undefined;
      }
      if (url.includes("watch=true")) {
        return {
          events: url.includes("resourceVersion=1&")
            ? [event("MODIFIED", "2"), gone]
            : [event("DELETED", "9")],
        };
      }
      lists++;
      const items = lists === 1 ? [{ metadata: configMap.metadata }] : [{ metadata: { name: "b" } }];
      return { body: { metadata: { resourceVersion: lists === 1 ? "1" : "8" }, items } };
    });
    const seen: string[] = [];
    const stop = new AbortController();
    for await (const one of client.watch("v1", "ConfigMap", { namespace: "n", signal: stop.signal })) {
      seen.push(one.type === "SYNCED" ? "SYNCED" : `${one.type} ${one.object.metadata.name}`);
      if (seen.length === 7) {
        break;
      }
    }
    stop.abort();
    assert.deepEqual(seen, [
      "ADDED a",
      "SYNCED",
      "MODIFIED a",
      "DELETED a",
      "ADDED b",
      "SYNCED",
      "DELETED a",
    ]);
  });

  it("waits for many objects with one watch, and not for stale states", async () => {
    const pod = (name: string, version: number, phase: string): Record<string, Json> => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "n", resourceVersion: String(version) },
      status: { phase },
    });
    await start(({ url }) => {
      if (!url.startsWith("/api/v1/namespaces/n/pods")) {
        return undefined;
      }
      const items = [pod("a", 3, "Running"), pod("b", 4, "Pending")];
      return url.includes("watch=true")
        ? {
            events: [
              { type: "MODIFIED", object: pod("a", 6, "Running") },
              { type: "DELETED", object: pod("b", 7, "x") },
            ],
          }
        : { body: { metadata: { resourceVersion: "5" }, items } };
    });
    const waiter = new ObjectWaiter(client);
    const { signal } = new AbortController();
    const ref = (name: string) => ({ apiVersion: "v1", kind: "Pod", name, namespace: "n" });
    const since = { ...configMap, metadata: { name: "a", resourceVersion: "6" } };
    const running = waiter.until(ref("a"), (o) => objectOf(o?.status).phase === "Running", { signal, since });
    const gone = waiter.until(ref("b"), (o) => o === undefined, { signal });
    assert.equal((await running)?.metadata.resourceVersion, "6");
    assert.equal(await gone, undefined);
    assert.equal(server.received.filter(({ url }) => url.includes("watch=true")).length, 1);
  });

  it("ends a wait when it is told to", async () => {
    await start(({ url }) =>
      url.includes("watch=true")
        ? { events: [] }
        : url.startsWith("/api/v1/namespaces/n/pods")
          ? { body: { metadata: { resourceVersion: "5" }, items: [] } }
          : undefined,
    );
    const ref = { apiVersion: "v1", kind: "Pod", name: "a", namespace: "n" };
    const wait = new ObjectWaiter(client).until(ref, (o) => o !== undefined, {
      signal: AbortSignal.timeout(50),
    });
    await assert.rejects(wait, { name: "TimeoutError" });
  });

  it("explains a pod that doesn't start by its containers and events", async () => {
    const state = { waiting: { reason: "ImagePullBackOff", message: "no such image" } };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", namespace: "n", uid: "u" },
      status: { phase: "Pending", containerStatuses: [{ name: "main", state }] },
    };
    const event = {
      metadata: { name: "e" },
      involvedObject: { uid: "u" },
      type: "Warning",
      reason: "Failed",
      message: "could not pull",
      count: 3,
    };
    await start(({ url }) => {
      if (url.startsWith("/api/v1/namespaces/n/events")) {
        return { body: { items: [event] } };
      }
      return url === "/api/v1/namespaces/n/pods/a" ? { body: pod } : undefined;
    });
    assert.deepEqual(await explain(client, { apiVersion: "v1", kind: "Pod", name: "a", namespace: "n" }), [
      "Pod n/a is Pending; container main: ImagePullBackOff: no such image",
      "  event Failed: could not pull (3 times)",
    ]);
  });
});

describe("a server that isn't there", () => {
  it("is named in the error, with what to check", async () => {
    const client = KubeClient.fromKubeconfig(kubeconfigFor("http://127.0.0.1:9"));
    await assert.rejects(client.get({ apiVersion: "v1", kind: "Namespace", name: "a" }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /API server http:\/\/127\.0\.0\.1:9 does not answer: ECONNREFUSED/);
      assert.equal(error.exitCode, 1);
      return true;
    });
    await client.close();
  });
});
