import assert from "node:assert/strict";
import type { CreateRequest, ReadRequest } from "./handlers";
import { handlersByKind } from "./kinds";

const request = (type: string) => ({
  urn: "urn",
  type,
  name: "one",
  log: () => undefined,
  signal: new AbortController().signal,
});
const creation = (type: string): CreateRequest => ({
  ...request(type),
  inputs: { size: 1 },
  preview: false,
  timeoutSeconds: undefined,
});

describe("handlersByKind", () => {
  const handlers = handlersByKind("demo", {
    "demo:a:Box": { create: ({ inputs }) => ({ id: "box", outputs: inputs }) },
    "demo:a:Lid": { create: () => ({ id: "lid", outputs: {} }), read: () => undefined },
  });
  const read: Omit<ReadRequest, "type"> = { ...request("demo:a:Box"), id: "x", inputs: {}, state: { a: 1 } };

  it("asks the kind's own handlers", async () => {
    assert.deepEqual(await handlers.create(creation("demo:a:Box")), { id: "box", outputs: { size: 1 } });
    assert.deepEqual(await handlers.create(creation("demo:a:Lid")), { id: "lid", outputs: {} });
  });

  it("takes what the state says for what is there where a kind reads nothing", async () => {
    assert.deepEqual(await handlers.read?.({ ...read, type: "demo:a:Box" }), {
      id: "x",
      inputs: {},
      outputs: { a: 1 },
    });
    assert.equal(await handlers.read?.({ ...read, type: "demo:a:Lid" }), undefined);
  });

  it("names the kinds that there are where it is asked for another", () => {
    assert.throws(
      () => handlers.create(creation("demo:a:Tin")),
      /no resource demo:a:Tin; it has demo:a:Box, demo:a:Lid/,
    );
  });
});
