import assert from "node:assert/strict";
import { UnknownKindError } from "../../kube/errors";
import type { KubeObject, ObjectRef } from "../../kube/object";
import { InitError, type JsonObject } from "../../plugin";
import { crdBundleHandlers } from "./handlers";

const inject = "Q0E=";

/** An API server's memory: it keeps definitions, fills in a default and serves kinds when told to. */
class FakeServer {
  readonly definitions = new Map<string, KubeObject>();
  readonly applied: string[] = [];
  serves = true;

  get = ({ name }: ObjectRef) => Promise.resolve(this.definitions.get(name));

  apply = (body: KubeObject) => {
    const { name } = body.metadata;
    this.applied.push(name);
    this.order.push(`apply ${name}`);
    const status = { conditions: [{ type: "NamesAccepted", status: "False", message: "taken by another" }] };
    const live = { ...body, spec: { preserveUnknownFields: false, ...specOf(body) }, status };
    this.definitions.set(name, live);
    return Promise.resolve(live);
  };

  delete = ({ name }: ObjectRef) =>
    Promise.resolve(this.definitions.delete(name) ? ("gone" as const) : ("absent" as const));

  /** Writes by path, and what was applied between them. */
  readonly order: string[] = [];

  list = () => Promise.resolve([]);
  pathOf = ({ name }: ObjectRef) => Promise.resolve(`/${name}`);
  raw = (method: string, path: string) => {
    this.order.push(`${method} ${path}`);
    return Promise.resolve({});
  };

  resourceFor = (apiVersion: string, kind: string) =>
    this.serves
      ? Promise.resolve({ apiVersion, kind, plural: "things", namespaced: true })
      : Promise.reject(new UnknownKindError(apiVersion, kind));
}

function specOf({ spec }: KubeObject): JsonObject {
  return typeof spec === "object" && spec !== null && !Array.isArray(spec) ? spec : {};
}

function definition(name: string, text: string, version: JsonObject = {}): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group: "x.example",
      names: { kind: "Thing" },
      versions: [{ name: "v1", served: true, text, ...version }],
    },
  };
}

function withConversion(name: string, conversion: JsonObject): KubeObject {
  const plain = definition(name, "one");
  return { ...plain, spec: { ...specOf(plain), conversion } };
}

describe("CRD bundle", () => {
  const texts: Record<string, KubeObject> = {
    a1: definition("a.x.example", "one"),
    a2: definition("a.x.example", "two"),
    a3: definition("a.x.example", "three", { storage: true }),
    b1: definition("b.x.example", "one"),
    hooked: withConversion("c.x.example", {
      strategy: "Webhook",
      webhook: { clientConfig: { service: {} } },
    }),
  };
  let server: FakeServer;
  const store = { get: (digest: string) => Promise.resolve(texts[digest] ?? assert.fail(`no ${digest}`)) };
  const handlers = () => crdBundleHandlers(() => server, store, 0);
  const request = {
    urn: "urn",
    type: "kubeflow:manifests:CrdBundle",
    name: "app",
    log: () => undefined,
    signal: new AbortController().signal,
    preview: false,
    timeoutSeconds: undefined,
  };
  const inputs = (definitions: JsonObject, deleteWithBundle = false): JsonObject => ({
    definitions,
    deleteWithBundle,
  });
  const create = (news: JsonObject) => handlers().create({ ...request, inputs: news });
  const read = async (news: JsonObject, state: JsonObject): Promise<JsonObject> =>
    (await handlers().read?.({ ...request, id: "app", inputs: news, state }))?.outputs ?? assert.fail("gone");
  const changes = async (oldInputs: JsonObject, oldState: JsonObject, news: JsonObject) =>
    (await handlers().diff?.({ ...request, id: "app", oldInputs, oldState, news }))?.changes.map(
      ({ path, kind }) => `${kind} ${path}`,
    );

  beforeEach(() => {
    server = new FakeServer();
  });

  it("applies every definition, and a refresh finds them as they are", async () => {
    const news = inputs({ "a.x.example": "a1", "b.x.example": "b1" });
    const { outputs } = await create(news);
    assert.deepEqual(server.applied.sort(), ["a.x.example", "b.x.example"]);
    assert.deepEqual(await read(news, outputs), outputs);
    assert.deepEqual(await changes(news, outputs, news), []);
  });

  it("lets nobody be asked to convert where no pod would answer, and asks again where pods run", async () => {
    const conversionNow = () => specOf(server.definitions.get("c.x.example") ?? assert.fail()).conversion;
    const alone = { ...inputs({ "c.x.example": "hooked" }), servesWebhooks: false };
    const { outputs } = await create(alone);
    assert.deepEqual(conversionNow(), { strategy: "None" });
    const news = { ...inputs({ "c.x.example": "hooked" }), servesWebhooks: true };
    assert.deepEqual(await changes(alone, outputs, news), ["update servesWebhooks"]);
    await handlers().update?.({ ...request, id: "app", oldInputs: alone, oldState: outputs, news });
    assert.deepEqual(conversionNow(), specOf(texts.hooked ?? assert.fail()).conversion);
    // A bundle of before doesn't say it.
    assert.deepEqual(await changes(inputs({ "c.x.example": "hooked" }), outputs, news), []);
  });

  it("touches nothing in a preview", async () => {
    await handlers().create({ ...request, inputs: inputs({ "a.x.example": "a1" }), preview: true });
    assert.deepEqual(server.applied, []);
  });

  it("shows which definitions change, applies those alone and keeps what the release drops", async () => {
    const before = inputs({ "a.x.example": "a1", "b.x.example": "b1" });
    const { outputs } = await create(before);
    const news = inputs({ "a.x.example": "a2" });
    assert.deepEqual(await changes(before, outputs, news), [
      'update definitions["a.x.example"]',
      'delete definitions["b.x.example"]',
    ]);
    server.applied.length = 0;
    await handlers().update?.({ ...request, id: "app", oldInputs: before, oldState: outputs, news });
    assert.deepEqual(server.applied, ["a.x.example"]);
    assert.ok(server.definitions.has("b.x.example"));
  });

  it("has objects stored in a version that stays before a definition loses theirs, and says so in a preview", async () => {
    const before = inputs({ "a.x.example": "a1" });
    const { outputs } = await create(before);
    const live = server.definitions.get("a.x.example") ?? assert.fail();
    const versions = [
      { name: "v1", served: true, storage: false },
      { name: "v2", served: true, storage: true },
    ];
    const status = { storedVersions: ["v1", "v2"] };
    server.definitions.set("a.x.example", { ...live, spec: { ...specOf(live), versions }, status });
    const news = inputs({ "a.x.example": "a3" });
    const said: string[] = [];
    const log = (severity: string, message: string) => said.push(`${severity}: ${message}`);
    const update = { ...request, log, id: "app", oldInputs: before, oldState: outputs, news };
    server.order.length = 0;
    await handlers().update?.({ ...update, preview: true });
    assert.deepEqual(server.order, []);
    const text = "a.x.example: every Thing is written anew in x.example/v1, as the definition loses v2";
    assert.deepEqual(said.splice(0), [`info: ${text}`]);
    await handlers().update?.(update);
    assert.deepEqual(server.order, ["PUT /a.x.example", "PATCH /a.x.example/status", "apply a.x.example"]);
    assert.deepEqual(said, [`info: ${text}: 0 written`]);
  });

  it("sees in a refresh what somebody changed or deleted, but not what cert-manager injects", async () => {
    const news = inputs({ "a.x.example": "a1", "b.x.example": "b1" });
    const { outputs } = await create(news);
    const a = server.definitions.get("a.x.example") ?? assert.fail();
    const conversion = { webhook: { clientConfig: { caBundle: inject } } };
    server.definitions.set("a.x.example", { ...a, spec: { ...specOf(a), scope: "Cluster" } });
    server.definitions.delete("b.x.example");
    const drifted = await read(news, outputs);
    assert.deepEqual(await changes(news, drifted, news), [
      'update definitions["a.x.example"]',
      'add definitions["b.x.example"]',
    ]);
    const withWebhook = { ...a, spec: { ...specOf(a), conversion: { webhook: { clientConfig: {} } } } };
    server.definitions.set("a.x.example", withWebhook);
    const second = await read(news, outputs);
    server.definitions.set("a.x.example", { ...a, spec: { ...specOf(a), conversion } });
    assert.deepEqual(await read(news, second), await read(news, second));
    assert.deepEqual((await read(news, second)).live, second.live);
  });

  it("keeps the definitions when it is deleted, unless it was told otherwise", async () => {
    const news = inputs({ "a.x.example": "a1" });
    const { outputs } = await create(news);
    await handlers().delete?.({ ...request, id: "app", inputs: news, state: outputs });
    assert.ok(server.definitions.has("a.x.example"));
    await handlers().delete?.({
      ...request,
      id: "app",
      inputs: inputs({ "a.x.example": "a1" }, true),
      state: outputs,
    });
    assert.ok(!server.definitions.has("a.x.example"));
  });

  it("fails with the definition's own words where it is not Established in time, and keeps it in the state", async () => {
    server.serves = false;
    const news = inputs({ "a.x.example": "a1" });
    await assert.rejects(
      Promise.resolve(handlers().create({ ...request, inputs: news, timeoutSeconds: 0 })),
      (error: unknown) =>
        error instanceof InitError &&
        error.id === "app" &&
        error.message.includes("a.x.example: not Established after 0 s (NamesAccepted: taken by another)"),
    );
  });
});
