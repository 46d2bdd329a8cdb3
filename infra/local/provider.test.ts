import * as assert from "node:assert/strict";
import { VERSIONS } from "../../toolchain";
import { UNKNOWN, type JsonObject, type ResourceRequest } from "../../plugin";
import { DEFAULT_POOLS, nodeNames } from "./nodes";
import { simulatedClusterHandlers as handlers } from "./provider";
import { DEFAULT_STORAGE } from "./storage";

const minor = VERSIONS.kubernetes.split(".").slice(0, 2).join(".");

const request: ResourceRequest = {
  urn: "urn:pulumi:local::infra::kubeflow-local:index:SimulatedCluster::cluster",
  type: "kubeflow-local:index:SimulatedCluster",
  name: "cluster",
  log: () => undefined,
  signal: new AbortController().signal,
};

const json = (value: unknown): JsonObject => {
  const copy: unknown = structuredClone(value);
  assert.ok(isJsonObject(copy));
  return copy;
};
const isJsonObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

const inputs = json({
  name: "kubeflow-local",
  directory: "/nowhere/.local",
  kubernetesVersion: minor,
  nodes: DEFAULT_POOLS,
  storage: DEFAULT_STORAGE,
});
const state: JsonObject = {
  ...inputs,
  kubeconfig: "k",
  endpoint: "https://127.0.0.1:1",
  identifier: "u",
  nodeNames: nodeNames(DEFAULT_POOLS),
  status: "running",
};

describe("checking a simulated cluster", () => {
  const check = (changes: JsonObject) =>
    handlers
      .check({ ...request, olds: {}, news: { ...inputs, ...changes }, randomSeed: new Uint8Array() })
      .failures?.map(({ property, reason }) => `${property}: ${reason}`) ?? [];

  it("accepts the defaults, and what is not known yet", () => {
    assert.deepEqual(check({}), []);
    assert.deepEqual(check({ name: UNKNOWN }), []);
  });

  it("names each input that is wrong", () => {
    assert.deepEqual(check({ directory: ".local", name: "No!" }), [
      "name: lower-case letters, digits and dashes",
      "directory: an absolute path",
    ]);
    assert.deepEqual(check({ kubernetesVersion: "1.20" }), [
      `kubernetesVersion: the local environment simulates Kubernetes ${minor}, not 1.20`,
    ]);
    assert.match(check({ nodse: 1 }).join(), /nodse/);
  });
});

describe("comparing a simulated cluster", () => {
  const diff = (changes: JsonObject, oldState: JsonObject = state) =>
    handlers
      .diff({ ...request, id: "u", oldInputs: inputs, oldState, news: { ...inputs, ...changes } })
      .changes.map(({ path, replace }) => `${path}${replace === true ? " replace" : ""}`);

  it("finds nothing where nothing changed", () => {
    assert.deepEqual(diff({}), []);
  });

  it("changes nodes in place and replaces the cluster for everything else", () => {
    const [system, cpu] = DEFAULT_POOLS;
    assert.ok(system && cpu);
    assert.deepEqual(diff({ nodes: [json(system), json({ ...cpu, count: 5 })] }), [
      "nodes[1].count",
      "nodes[2]",
    ]);
    assert.deepEqual(diff({ name: "other" }), ["name replace"]);
    assert.deepEqual(diff({ kubernetesVersion: "1.36" }), ["kubernetesVersion replace"]);
    assert.deepEqual(diff({ port: 6443 }), ["port replace"]);
  });

  it("mends a cluster that a refresh found stopped or short of a node", () => {
    assert.deepEqual(diff({}, { ...state, status: "stopped" }), ["status"]);
    assert.deepEqual(diff({}, { ...state, nodeNames: ["cpu-1"] }), ["nodeNames"]);
  });
});

describe("a simulated cluster that is not there", () => {
  it("is gone for a refresh", async () => {
    assert.equal(await handlers.read({ ...request, id: "u", inputs, state }), undefined);
  });

  it("is deleted without anything to do", async () => {
    await handlers.delete({ ...request, id: "u", inputs, state, timeoutSeconds: undefined });
  });

  it("is previewed with the names of its nodes, and nothing else is known", async () => {
    const { id, outputs } = await handlers.create({
      ...request,
      inputs,
      preview: true,
      timeoutSeconds: undefined,
    });
    assert.equal(id, "");
    assert.equal(outputs.kubeconfig, UNKNOWN);
    assert.deepEqual(outputs.nodeNames, nodeNames(DEFAULT_POOLS).sort());
  });
});
