import * as assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { UserError } from "../config/errors";
import { InitError, type ProviderHandlers } from "./handlers";
import { EngineHost } from "./host";
import { fromStruct, toStruct } from "./properties";
import { providerService } from "./service";

const urn = "urn:pulumi:dev::project::test:index:Thing::thing";

describe("a provider plugin", () => {
  let server: grpc.Server;
  let client: ResourceProviderClient;
  const serve = async (handlers: ProviderHandlers): Promise<void> => {
    server = new grpc.Server();
    const service = providerService({ name: "test", version: "1.2.3", handlers }, new EngineHost(undefined));
    server.addService(ResourceProviderService, service);
    const port = await new Promise<number>((resolve) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, bound) => {
        resolve(bound);
      });
    });
    client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  };
  afterEach(() => {
    client.close();
    server.forceShutdown();
  });
  const createRequest = () =>
    new rpc.CreateRequest()
      .setUrn(urn)
      .setType("test:index:Thing")
      .setProperties(toStruct({ a: 1 }));

  it("says what it is and that it takes previews, but no wrapped secrets", async () => {
    await serve({ create: () => ({ id: "x", outputs: {} }) });
    const info = await answer<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    assert.equal(info.getVersion(), "1.2.3");
    const configured = await answer<rpc.ConfigureResponse>((done) =>
      client.configure(new rpc.ConfigureRequest(), done),
    );
    assert.ok(configured.getSupportspreview() && !configured.getAcceptsecrets());
  });

  it("hands inputs to create and outputs back", async () => {
    await serve({
      create: ({ inputs, preview, timeoutSeconds, type }) => ({
        id: type,
        outputs: { ...inputs, preview, timeout: timeoutSeconds ?? null },
      }),
    });
    const created = await answer<rpc.CreateResponse>((done) => client.create(createRequest(), done));
    assert.equal(created.getId(), "test:index:Thing");
    assert.deepEqual(fromStruct(created.getProperties()), { a: 1, preview: false, timeout: null });
  });

  it("details a diff, property by property", async () => {
    await serve({
      create: () => ({ id: "x", outputs: {} }),
      diff: () => ({
        changes: [
          { path: "spec.a[0]", keys: ["spec", "a", 0], kind: "update", replace: true },
          { path: "spec.b", keys: ["spec", "b"], kind: "add" },
        ],
        deleteBeforeReplace: true,
      }),
    });
    const request = new rpc.DiffRequest().setUrn(urn).setId("x").setNews(toStruct({}));
    const diff = await answer<rpc.DiffResponse>((done) => client.diff(request, done));
    const details = diff.getDetaileddiffMap();
    assert.equal(details.get("spec.a[0]")?.getKind(), rpc.PropertyDiff.Kind.UPDATE_REPLACE);
    assert.equal(details.get("spec.b")?.getKind(), rpc.PropertyDiff.Kind.ADD);
    assert.deepEqual(diff.getReplacesList(), ["spec.a[0]"]);
    assert.deepEqual(diff.getDiffsList(), ["spec"]);
    assert.ok(diff.getDeletebeforereplace());
  });

  it("finds no difference where there is none, without a handler", async () => {
    await serve({ create: () => ({ id: "x", outputs: {} }) });
    const same = new rpc.DiffRequest()
      .setUrn(urn)
      .setOldInputs(toStruct({ a: 1 }))
      .setNews(toStruct({ a: 1 }));
    const diff = await answer<rpc.DiffResponse>((done) => client.diff(same, done));
    assert.equal(diff.getChanges(), rpc.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("passes the text of errors on and nothing else", async () => {
    await serve({
      create: () => {
        throw new UserError("the key is wrong", "use another");
      },
    });
    const error = await failure((done) => client.create(createRequest(), done));
    assert.equal(error.details, "the key is wrong\n  → use another");
    const missing = await failure((done) => client.update(new rpc.UpdateRequest().setType("t"), done));
    assert.match(missing.details, /can't be changed in place/);
    const invoked = await failure((done) => client.invoke(new rpc.InvokeRequest(), done));
    assert.match(invoked.details, /the provider test has no functions/);
  });

  it("keeps a resource that was made but isn't ready", async () => {
    await serve({
      create: () => {
        throw new InitError(["not ready", "because"], "ns/x", { status: 1 });
      },
    });
    const error = await failure((done) => client.create(createRequest(), done));
    const [header] = error.metadata.get("grpc-status-details-bin");
    assert.ok(header instanceof Buffer);
    const [detail] = Status.deserializeBinary(header).getDetailsList();
    assert.ok(detail !== undefined);
    assert.equal(detail.getTypeUrl(), "type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
    const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    assert.equal(failed.getId(), "ns/x");
    assert.deepEqual(failed.getReasonsList(), ["not ready", "because"]);
    assert.deepEqual(fromStruct(failed.getProperties()), { status: 1 });
  });

  it("ends waits on cancel", async () => {
    await serve({
      create: async ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reject(new Error("cancelled"));
          });
        }),
    });
    const waiting = failure((done) => client.create(createRequest(), done));
    await answer<Empty>((done) => client.cancel(new Empty(), done));
    assert.equal((await waiting).details, "cancelled");
  });

  it("reads an import, and says when a resource is gone", async () => {
    await serve({
      create: () => ({ id: "x", outputs: {} }),
      read: ({ id, inputs }) =>
        id === "gone" ? undefined : { id, inputs: { imported: inputs === undefined }, outputs: {} },
    });
    const read = async (id: string) =>
      answer<rpc.ReadResponse>((done) => client.read(new rpc.ReadRequest().setId(id), done));
    assert.deepEqual(fromStruct((await read("x")).getInputs()), { imported: true });
    assert.equal((await read("gone")).getId(), "");
  });
});

type Done<T> = (error: grpc.ServiceError | null, value: T) => void;

async function answer<T>(call: (done: Done<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (error === null) {
        resolve(value);
      } else {
        reject(error);
      }
    });
  });
}

async function failure(call: (done: Done<unknown>) => unknown): Promise<grpc.ServiceError> {
  return new Promise((resolve, reject) => {
    call((error) => {
      if (error === null) {
        reject(new Error("the call should have failed"));
      } else {
        resolve(error);
      }
    });
  });
}
