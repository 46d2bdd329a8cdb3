import assert from "node:assert/strict";
import { type Received, type Reply, TestServer } from "../../../kube/testing/api-server";
import { type JsonObject, objectOf, type ProviderHandlers } from "../../../plugin";
import { modelVersionHandlers } from "./model-version-handlers";

const root = "/api/model_registry/v1alpha3";

/** A registry in memory, and the one path of the API server that hands out tokens. */
class Registry {
  readonly models = new Map<string, JsonObject>();
  readonly versions = new Map<string, JsonObject>();
  readonly artifacts = new Map<string, JsonObject>();

  answer({ method, url, body, headers }: Received): Reply {
    const { pathname, searchParams } = new URL(url, "http://x");
    if (pathname.endsWith("/serviceaccounts/default-editor/token")) {
      return { status: 201, body: { status: { token: "a.b.c" } } };
    }
    assert.equal(headers.authorization, "Bearer a.b.c");
    const [collection = "", id = "", part] = pathname.slice(root.length + 1).split("/");
    const kept = new Map([
      ["registered_models", this.models],
      ["registered_model", this.models],
      ["model_versions", this.versions],
      ["model_version", this.versions],
      ["model_artifacts", this.artifacts],
    ]).get(collection);
    assert.ok(kept !== undefined, pathname);
    if (part === "artifacts") {
      return method === "GET"
        ? { body: { items: [...this.artifacts.values()].filter(({ parent }) => parent === id) } }
        : this.#add(this.artifacts, { ...objectOf(body), parent: id });
    }
    if (method === "POST") {
      return this.#add(kept, objectOf(body));
    }
    const found =
      id === "" ? [...kept.values()].find(({ name }) => name === searchParams.get("name")) : kept.get(id);
    if (found === undefined) {
      return { status: 404, body: { code: "", message: "not found" } };
    }
    Object.assign(found, method === "PATCH" ? body : {});
    return { body: found };
  }

  #add(kept: Map<string, JsonObject>, content: JsonObject): Reply {
    const id = String(kept.size + 1);
    kept.set(id, { ...content, id });
    return { status: 201, body: { ...content, id } };
  }
}

const request = {
  urn: "urn:x",
  type: "kubeflow-workloads:registry:ModelVersion",
  name: "iris",
  log: () => undefined,
  signal: new AbortController().signal,
};
const limits = { preview: false, timeoutSeconds: undefined };

const inputs: JsonObject = {
  tenant: "team-a",
  audience: "pipelines.kubeflow.org",
  model: "iris",
  version: "1",
  format: "sklearn",
  description: "flowers",
  author: "ann",
  properties: { accuracy: "0.97" },
  uri: "s3://models/team-a/iris/1",
};

const text = (value: string) => ({ metadataType: "MetadataStringValue", string_value: value });

describe("modelVersionHandlers", () => {
  let server: TestServer;
  let registry: Registry;
  let handlers: ProviderHandlers;
  let close: () => Promise<void>;
  beforeEach(async () => {
    registry = new Registry();
    server = await TestServer.start((received) => registry.answer(received));
    const cluster = server.client();
    close = () => cluster.close();
    const dial = () => Promise.reject(new Error("the dashboard is reached without it"));
    handlers = modelVersionHandlers(() => ({ cluster, dashboard: server.url, dial }));
  });
  afterEach(async () => {
    await close();
    await server.stop();
  });
  const create = (more: JsonObject = {}) =>
    Promise.resolve(handlers.create({ ...request, ...limits, inputs: { ...inputs, ...more } }));
  const remove = () =>
    handlers.delete?.({ ...request, id: "1", inputs, state: {}, timeoutSeconds: undefined });

  it("register model, version and artifact", async () => {
    assert.deepEqual(await create(), {
      id: "1",
      outputs: { ...inputs, modelId: "1", versionId: "1", artifactId: "1" },
    });
    assert.deepEqual(Object.fromEntries(registry.models), {
      "1": { id: "1", name: "iris", state: "LIVE", customProperties: { tenant: text("team-a") } },
    });
    assert.deepEqual(Object.fromEntries(registry.versions), {
      "1": {
        id: "1",
        name: "1",
        registeredModelId: "1",
        state: "LIVE",
        description: "flowers",
        author: "ann",
        customProperties: { accuracy: text("0.97"), tenant: text("team-a") },
      },
    });
    assert.deepEqual(Object.fromEntries(registry.artifacts), {
      "1": {
        id: "1",
        parent: "1",
        artifactType: "model-artifact",
        name: "1",
        uri: "s3://models/team-a/iris/1",
        modelFormatName: "sklearn",
        state: "LIVE",
      },
    });
  });

  it("ask for nothing in a preview", async () => {
    const preview = await handlers.create({ ...request, ...limits, preview: true, inputs });
    assert.deepEqual(preview, { id: "", outputs: inputs });
    assert.equal(server.received.length, 0);
  });

  it("archive what is removed, read it as gone, and bring it back under the same numbers", async () => {
    const made = await create();
    await remove();
    assert.equal(registry.versions.get("1")?.state, "ARCHIVED");
    assert.equal(await handlers.read?.({ ...request, id: "1", inputs, state: {} }), undefined);
    assert.deepEqual(await create(), made);
    assert.equal(registry.versions.get("1")?.state, "LIVE");
    assert.equal(registry.versions.size, 1);
    assert.equal(registry.artifacts.size, 1);
  });

  it("change what people read in place, and what a version is not at all", async () => {
    await create();
    const news = { ...inputs, description: "irises" };
    await handlers.update?.({ ...request, ...limits, id: "1", oldInputs: inputs, oldState: {}, news });
    assert.equal(registry.versions.get("1")?.description, "irises");
    const changed = { ...news, uri: "s3://models/team-a/iris/2" };
    const diff = await handlers.diff?.({
      ...request,
      id: "1",
      oldInputs: inputs,
      oldState: {},
      news: changed,
    });
    assert.deepEqual(
      diff?.changes.map(({ path, replace }) => [path, replace]),
      [
        ["description", false],
        ["uri", true],
      ],
    );
  });

  it("show what was changed outside", async () => {
    await create();
    Object.assign(registry.versions.get("1") ?? {}, { description: "edited" });
    const read = await handlers.read?.({ ...request, id: "1", inputs, state: { modelId: "1" } });
    assert.deepEqual(read?.inputs, { ...inputs, description: "edited" });
    assert.deepEqual(read.outputs, { modelId: "1", description: "edited", author: "ann" });
  });

  it("let no version stand for another artifact", async () => {
    await create();
    await assert.rejects(
      create({ uri: "s3://models/team-a/iris/2" }),
      /version "1" of model "iris" is registered already, as s3:\/\/models\/team-a\/iris\/1/,
    );
  });

  it("leave another tenant's model alone", async () => {
    await create();
    await assert.rejects(create({ tenant: "team-b" }), /has a model "iris" of tenant "team-a"/);
  });

  it("have nothing to remove where the registry was emptied", async () => {
    await remove();
    assert.equal(server.received.filter(({ method }) => method === "PATCH").length, 0);
  });
});
