import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import { KubeClient } from "../../kube/client";
import type { KubeObject, ObjectRef } from "../../kube/object";
import { at, textOf, type Json } from "../../plugin";
import { ensureTools, VERSIONS } from "../../toolchain";
import { createCluster, deleteCluster, updateCluster, type ClusterContext } from "./cluster";
import { CLUSTER_TOOLS } from "./control-plane";
import type { SimulatedClusterInputs } from "./inputs";
import { clusterLayout } from "./layout";
import { DEFAULT_POOLS, nodeNames } from "./nodes";
import { clusterProcesses } from "./processes";
import { reviveCluster } from "./revive";
import { DEFAULT_STORAGE } from "./storage";
import { trialWorkloads } from "./testing/trial-workloads";

/** Against a real control plane: run with `npx mocha --no-config --require tsx/cjs --timeout 600000 <this file>`. */
describe("a simulated cluster, for real", function () {
  this.timeout(120_000);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "simulated-"));
  const layout = clusterLayout(directory);
  const inputs: SimulatedClusterInputs = {
    name: "trial",
    directory,
    kubernetesVersion: VERSIONS.kubernetes.split(".").slice(0, 2).join("."),
    nodes: [...DEFAULT_POOLS],
    storage: [...DEFAULT_STORAGE],
  };
  let context: ClusterContext;
  let client: KubeClient;
  let identifier: string;
  const alive = () => clusterProcesses(directory).filter((one) => one.alive);
  const pids = () => alive().flatMap(({ pid }) => (pid === undefined ? [] : [pid]));

  before(async function () {
    this.timeout(1_200_000);
    context = { tools: await ensureTools(CLUSTER_TOOLS, { environment: readEnvironment() }) };
  });
  after(async () => {
    await deleteCluster(directory);
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it("comes up with its nodes and a kubeconfig that only its owner can read", async () => {
    const state = await createCluster(inputs, context);
    assert.deepEqual(state.nodeNames, nodeNames(DEFAULT_POOLS).sort());
    assert.match(state.endpoint, /^https:\/\/127\.0\.0\.1:/);
    assert.equal(fs.readFileSync(layout.kubeconfig, "utf8"), state.kubeconfig);
    assert.equal(fs.statSync(layout.kubeconfig).mode & 0o777, 0o600);
    assert.equal(alive().length, 5);
    identifier = state.identifier;
    client = KubeClient.fromKubeconfig(state.kubeconfig);
  });

  it("binds claims, runs pods on fitting nodes and completes jobs", async () => {
    const manager = { fieldManager: "test" };
    await Promise.all(trialWorkloads().map((object) => client.apply(object, manager)));
    await waitFor(ref("v1", "PersistentVolumeClaim", "block"), "status.phase", "Bound");
    await waitFor(ref("v1", "PersistentVolumeClaim", "shared"), "status.phase", "Bound");
    await waitFor(ref("apps/v1", "Deployment", "web"), "status.availableReplicas", 2);
    await waitFor(ref("apps/v1", "StatefulSet", "db"), "status.readyReplicas", 1);
    await waitFor(ref("apps/v1", "DaemonSet", "agent"), "status.numberAvailable", 3);
    await waitFor(ref("batch/v1", "Job", "once"), "status.succeeded", 1);
    const gpu = await waitFor(ref("v1", "Pod", "gpu"), "status.phase", "Running");
    assert.match(textOf(at(gpu, "spec", "nodeName")), /^gpu-/);
    const pods = await client.list("v1", "Pod", { namespace: "default" });
    const others = pods.filter((pod) => pod.metadata.name !== "gpu");
    assert.ok(others.every((pod) => !textOf(at(pod, "spec", "nodeName")).startsWith("gpu-")));
    const greedy = await client.get(ref("v1", "Pod", "greedy"));
    assert.equal(at(greedy, "status", "phase"), "Pending");
  });

  it("gives released volumes back", async () => {
    await client.delete(ref("apps/v1", "StatefulSet", "db"));
    await client.delete(ref("v1", "PersistentVolumeClaim", "block"));
    await until(async () => (await client.list("v1", "PersistentVolume")).length === 2);
  });

  it("changes its nodes in place", async () => {
    const one = DEFAULT_POOLS.map((pool) => ({
      ...pool,
      count: 1,
      capacity: { ...pool.capacity, cpu: "96" },
    }));
    const state = await updateCluster({ ...inputs, nodes: one }, context);
    assert.deepEqual(state.nodeNames, ["cpu-1", "gpu-1", "system-1"]);
    const node = await client.get({ apiVersion: "v1", kind: "Node", name: "cpu-1" });
    assert.equal(at(node, "status", "allocatable", "cpu"), "96");
    await waitFor(ref("apps/v1", "Deployment", "web"), "status.availableReplicas", 2);
    await updateCluster(inputs, context);
  });

  it("is started again after its processes have ended, with all that was in it", async () => {
    const revive = () => reviveCluster(directory, { environment: readEnvironment() });
    assert.equal(await revive(), "running");
    pids().forEach((pid) => process.kill(pid, "SIGKILL"));
    await until(() => Promise.resolve(alive().length === 0));
    assert.equal(await revive(), "restarted");
    await client.delete(ref("apps/v1", "Deployment", "web"));
    const [web] = trialWorkloads().filter(({ metadata }) => metadata.name === "web");
    assert.ok(web);
    await client.apply({ ...web, metadata: { ...web.metadata, name: "later" } }, { fieldManager: "test" });
    await waitFor(ref("apps/v1", "Deployment", "later"), "status.availableReplicas", 2);
  });

  it("is taken over where the state that knew it is lost, and not by another environment", async () => {
    assert.equal((await createCluster(inputs, context)).identifier, identifier);
    await assert.rejects(
      createCluster({ ...inputs, name: "other" }, context),
      (error) => error instanceof UserError && /holds another cluster: trial[^]*rm -r/.test(error.message),
    );
    assert.equal(alive().length, 5);
  });

  it("is not ended by deleting a copy of its folder", async () => {
    const copy = `${directory}-copy`;
    fs.cpSync(directory, copy, { recursive: true });
    await deleteCluster(copy);
    assert.ok(!fs.existsSync(clusterLayout(copy).root));
    fs.rmSync(copy, { recursive: true });
    assert.equal(alive().length, 5);
  });

  it("leaves no process and no file but its logs", async () => {
    await client.close();
    const were = pids();
    await deleteCluster(directory);
    assert.deepEqual(alive(), []);
    were.forEach((pid) => {
      assert.ok(!fs.existsSync(`/proc/${pid}/exe`), `process ${pid} is still there`);
    });
    assert.deepEqual(fs.readdirSync(directory), ["logs"]);
    await deleteCluster(directory);
  });

  it("that cannot start says which process said what, and leaves nothing behind", async () => {
    const broken = path.join(directory, "kube-apiserver");
    fs.writeFileSync(
      broken,
      '#!/bin/sh\n[ "$1" = --version ] && echo Kubernetes v1.35.0 && exit\necho "E1124 no luck today"; exit 1\n',
      { mode: 0o755 },
    );
    const tools = { ...context.tools, "kube-apiserver": broken };
    await assert.rejects(
      createCluster(inputs, { tools }),
      (error) =>
        error instanceof UserError &&
        error.exitCode === 1 &&
        /kube-apiserver ended[^]*E1124 no luck today[^]*logs/.test(error.message),
    );
    assert.deepEqual(alive(), []);
    assert.deepEqual(fs.readdirSync(directory).sort(), ["kube-apiserver", "logs"]);
  });

  async function waitFor(object: ObjectRef, field: string, value: Json): Promise<KubeObject> {
    let found: KubeObject | undefined;
    await until(
      async () => {
        found = await client.get(object);
        return at(found, ...field.split(".")) === value;
      },
      `${object.kind} ${object.name}: ${field} is not ${JSON.stringify(value)}`,
    );
    assert.ok(found);
    return found;
  }
});

function ref(apiVersion: string, kind: string, name: string): ObjectRef {
  return { apiVersion, kind, name, namespace: kind === "Node" ? undefined : "default" };
}

/** Milliseconds: nodes whose processes were killed may count as lost for a minute before they are there again. */
const patience = 180_000;

async function until(condition: () => Promise<boolean>, otherwise = "it did not happen"): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `${otherwise} after ${patience / 1000} s`);
    await sleep(50);
  }
}
