import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import type { KubeObject } from "../../kube/object";
import { discovery, type Received, type Reply, TestServer } from "../../kube/testing/api-server";
import { at, isObject, type Json, type JsonObject, objectOf } from "../../plugin";
import { migrate, migrationOf, migrationText } from "./migrate";

interface Version {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
}

function definition(versions: readonly Version[], storedVersions?: readonly string[]): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "things.x.example", resourceVersion: "7" },
    spec: {
      group: "x.example",
      names: { kind: "Thing", plural: "things" },
      versions: versions.map(({ name, served = true, storage = false }) => ({ name, served, storage })),
    },
    ...(storedVersions !== undefined && { status: { storedVersions: [...storedVersions] } }),
  };
}

function thing(name: string): JsonObject {
  return { metadata: { name, namespace: "team-a", resourceVersion: "1" }, spec: { size: 1 } };
}

const conflict: Reply = { status: 409, body: { kind: "Status", reason: "Conflict", message: "changed" } };
const [v1, v2] = [{ name: "v1" }, { name: "v2", storage: true }];
const older = definition([{ name: "v1", storage: true }]);

describe("migrationOf", () => {
  it("finds versions that objects may be stored in and the new definition lacks", () => {
    const live = definition([v1, v2], ["v1", "v2"]);
    const migration = migrationOf(live, older) ?? assert.fail();
    assert.deepEqual(migration, {
      name: "things.x.example",
      kind: "Thing",
      lost: ["v2"],
      to: "x.example/v1",
    });
    assert.equal(
      migrationText(migration),
      "things.x.example: every Thing is written anew in x.example/v1, as the definition loses v2",
    );
  });

  it("has nothing to do for a new definition, and for one that only gains versions", () => {
    assert.equal(migrationOf(undefined, older), undefined);
    const newer = definition([v1, v2]);
    assert.equal(migrationOf(definition([{ name: "v1", storage: true }], ["v1"]), newer), undefined);
  });
});

describe("migrate", () => {
  const crdPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.x.example";
  const signal = new AbortController().signal;
  const lost = { name: "things.x.example", kind: "Thing", lost: ["v2"], to: "x.example/v1" };
  let server: TestServer;
  let live: KubeObject;
  let answers: (request: Received) => Reply | undefined;

  /** What was written, in the order in which it was. */
  const written = () =>
    server.received
      .filter(({ method }) => method !== "GET")
      .map(({ method, url }) => `${method} ${url.replace(/\?.*/, "")}`);
  const bodyOf = (method: string, path: string): Json | undefined =>
    server.received.find((one) => one.method === method && one.url.replace(/\?.*/, "") === path)?.body;

  beforeEach(async () => {
    live = definition([v1, v2], ["v1", "v2"]);
    answers = () => undefined;
    server = await TestServer.start((request): Reply => {
      const { method, url, body } = request;
      const path = url.replace(/\?.*/, "");
      const own = answers(request);
      if (own !== undefined) {
        return own;
      }
      if (path === "/apis/apiextensions.k8s.io/v1") {
        const name = "customresourcedefinitions";
        const resources = [{ kind: "CustomResourceDefinition", name, namespaced: false }];
        return { body: { kind: "APIResourceList", resources } };
      }
      if (path === "/apis/x.example/v1") {
        return discovery(path, { Thing: "things" });
      }
      if (path === crdPath && method === "PUT" && isObject(body)) {
        live = { ...live, spec: objectOf(body.spec) };
      }
      return path === "/apis/x.example/v1/things"
        ? { body: { items: [thing("a"), thing("b")] } }
        : { body: live };
    });
  });

  afterEach(() => server.stop());

  it("stores in the version that stays, writes every object as it is, and forgets the others then", async () => {
    assert.equal(await migrate(server.client(), lost, signal, 0), 2);
    const [first, ...rest] = written();
    const last = rest.pop();
    assert.equal(first, `PUT ${crdPath}`);
    assert.deepEqual(at(bodyOf("PUT", crdPath), "spec", "versions"), [
      { name: "v1", served: true, storage: true },
      { name: "v2", served: true, storage: false },
    ]);
    // With its resource version: the server refuses what somebody else has changed meanwhile.
    assert.equal(at(bodyOf("PUT", crdPath), "metadata", "resourceVersion"), "7");
    const path = "/apis/x.example/v1/namespaces/team-a/things";
    assert.deepEqual(rest.sort(), [`PUT ${path}/a`, `PUT ${path}/b`]);
    assert.deepEqual(bodyOf("PUT", `${path}/a`), {
      ...thing("a"),
      apiVersion: "x.example/v1",
      kind: "Thing",
    });
    assert.equal(last, `PATCH ${crdPath}/status`);
    assert.deepEqual(bodyOf("PATCH", `${crdPath}/status`), { status: { storedVersions: ["v1"] } });
  });

  it("goes on where it was stopped: what stores in the right version already is not told again", async () => {
    live = definition([{ ...v1, storage: true }, { name: "v2" }], ["v1", "v2"]);
    await migrate(server.client(), lost, signal, 60_000);
    assert.equal(server.count("PUT", crdPath), 0);
    assert.equal(server.count("PATCH", `${crdPath}/status`), 1);
  });

  it("serves the version that it stores in, and tries again where somebody else changed the definition", async () => {
    live = definition([{ ...v1, served: false }, v2], ["v2"]);
    let refused = 0;
    answers = ({ method, url }) =>
      method === "PUT" && url.startsWith(crdPath) && refused++ === 0 ? conflict : undefined;
    await migrate(server.client(), lost, signal, 0);
    assert.equal(server.count("PUT", crdPath), 2);
    assert.deepEqual(at(live, "spec", "versions"), [
      { name: "v1", served: true, storage: true },
      { name: "v2", served: true, storage: false },
    ]);
  });

  it("needs no more of an object that somebody else wrote or deleted meanwhile", async () => {
    answers = ({ method, url }) =>
      method !== "PUT"
        ? undefined
        : url.endsWith("/things/a")
          ? conflict
          : url.endsWith("/things/b")
            ? { status: 404, body: { kind: "Status", reason: "NotFound", message: "gone" } }
            : undefined;
    await migrate(server.client(), lost, signal, 0);
    assert.equal(server.count("PATCH", `${crdPath}/status`), 1);
  });

  it("keeps all versions where an object can't be written, and says why", async () => {
    const message = "conversion webhook failed: no endpoints";
    answers = ({ method, url }) =>
      method === "PUT" && url.endsWith("/things/b")
        ? { status: 422, body: { kind: "Status", reason: "Invalid", message } }
        : undefined;
    await assert.rejects(
      migrate(server.client(), lost, signal, 0),
      (error: unknown) =>
        error instanceof UserError &&
        error.message.includes(message) &&
        error.message.includes("Nothing is lost"),
    );
    assert.equal(server.count("PATCH", `${crdPath}/status`), 0);
  });

  it("refuses where nothing knows both versions", async () => {
    live = definition([v2], ["v2"]);
    await assert.rejects(migrate(server.client(), lost, signal, 0), /doesn't know v1/);
    assert.deepEqual(written(), []);
  });
});
