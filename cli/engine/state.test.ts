import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { forgetPendingOperations, maskSecrets, objectsOf, readStateFile } from "./state";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
const stack = "urn:pulumi:local::p::pulumi:pulumi:Stack::p-local";

describe("a state file", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "state-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const stateFile = (latest: unknown): string => {
    const file = path.join(folder, "local.json");
    fs.writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { stack, latest } }));
    return file;
  };

  it("tells what is there, secrets masked", () => {
    const file = stateFile({
      manifest: { time: "2026-11-24T03:00:00Z" },
      resources: [
        { urn: stack, type: "pulumi:pulumi:Stack", outputs: { a: 1, deep: [{ b: secret }], c: secret } },
        { urn: "p", type: "pulumi:providers:kubernetes", id: "1" },
        { urn: "c", type: "kubeflow:platform:Component" },
        { urn: "d", type: "kubernetes:core/v1:Secret", id: "ns/n", parent: "c" },
      ],
    });
    const state = readStateFile(file);
    assert.ok(state !== undefined);
    assert.deepEqual(state.outputs, { a: 1, deep: [{ b: "[secret]" }], c: "[secret]" });
    assert.equal(state.updated?.toISOString(), "2026-11-24T03:00:00.000Z");
    assert.deepEqual(
      objectsOf(state).map(({ urn }) => urn),
      ["d"],
    );
  });

  it("may not be there, or hold nothing", () => {
    assert.equal(readStateFile("/nowhere/local.json"), undefined);
    const empty = { updated: undefined, resources: [], outputs: {} };
    assert.deepEqual(readStateFile(stateFile(undefined)), empty);
    assert.deepEqual(readStateFile(stateFile({ resources: null })), empty);
  });

  it("loses what a killed run left pending, and nothing else", () => {
    const resources = [{ urn: stack, type: "pulumi:pulumi:Stack", outputs: { kept: secret }, other: true }];
    const file = stateFile({ resources, pending_operations: [{ type: "creating" }], metadata: { m: 1 } });
    forgetPendingOperations(file);
    const text: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    assert.deepEqual(text, { version: 3, checkpoint: { stack, latest: { resources, metadata: { m: 1 } } } });
    forgetPendingOperations("/nowhere/local.json");
  });
});

describe("maskSecrets", () => {
  it("leaves what is no secret as it is", () => {
    for (const value of [undefined, null, 0, "x", [1, { a: null }], {}]) {
      assert.deepEqual(maskSecrets(value), value);
    }
  });
});
