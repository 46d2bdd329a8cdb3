import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as auto from "@pulumi/pulumi/automation";
import { KubeClient } from "../../kube";
import { at, isObject } from "../../plugin";
import { trialProgram } from "./testing/trial-program";
import { createTestCluster, type TestCluster } from "./testing/cluster";

/** The engine, the SDKs and an API server are real; only the plugins are stand-ins. */
describe("the stand-ins, under the real engine", function () {
  this.timeout(180_000);
  let cluster: TestCluster;
  let client: KubeClient;
  before(async function () {
    this.timeout(1_500_000);
    cluster = await createTestCluster();
    client = KubeClient.fromKubeconfig(cluster.kubeconfig);
  });
  after(async () => {
    await client.close();
    await cluster.remove();
  });

  const stack = async (name: string, program: auto.PulumiFn): Promise<auto.Stack> => {
    const workDir = path.join(cluster.directory, name);
    fs.mkdirSync(workDir, { recursive: true });
    const providers = ["kubernetes", "random"].map((plugin) => ({
      name: plugin,
      path: path.join(__dirname, plugin),
    }));
    const project = {
      name,
      runtime: "nodejs",
      backend: { url: `file://${workDir}` },
      plugins: { providers },
    };
    fs.writeFileSync(path.join(workDir, "Pulumi.yaml"), JSON.stringify(project));
    return auto.LocalWorkspace.createOrSelectStack(
      { projectName: name, stackName: "test", program },
      {
        workDir,
        pulumiHome: path.join(cluster.directory, "home"),
        pulumiCommand: await auto.PulumiCommand.get({ root: cluster.pulumiRoot, skipVersionCheck: true }),
        envVars: { PULUMI_CONFIG_PASSPHRASE: "test", PULUMI_SKIP_UPDATE_CHECK: "true" },
      },
    );
  };
  const provider = () => ({
    provider: new k8s.Provider("cluster", {
      kubeconfig: cluster.kubeconfig,
      enableServerSideApply: true,
      enableConfigMapMutable: true,
    }),
  });
  const only = (changes: auto.OpMap | undefined, ...allowed: string[]) => {
    assert.deepEqual(
      Object.keys(changes ?? {}).filter((key) => !allowed.includes(key)),
      [],
    );
  };

  it("bring a program up, find nothing to do, no drift, change it, and take all of it away", async () => {
    const program = (version: number) => trialProgram(version, provider);
    const first = await stack("whole", program(1));
    only((await first.preview()).changeSummary, "create");
    const up = await first.up();
    only(up.summary.resourceChanges, "create");
    const deployed = await client.get({
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "app",
      namespace: "trial",
    });
    assert.equal(at(deployed, "status", "availableReplicas"), 1);
    only((await first.up()).summary.resourceChanges, "same");
    only((await first.refresh()).summary.resourceChanges, "same");
    const state = fs.readFileSync(
      path.join(cluster.directory, "whole/.pulumi/stacks/whole/test.json"),
      "utf8",
    );
    const password: unknown = up.outputs.password?.value;
    assert.ok(typeof password === "string" && password.length === 16);
    assert.ok(!state.includes(password) && !state.includes(Buffer.from(password).toString("base64")));

    const second = await stack("whole", program(2));
    const changed = await second.up();
    only(changed.summary.resourceChanges, "same", "update", "replace");
    assert.equal(changed.summary.resourceChanges?.update, 3);
    assert.equal(changed.summary.resourceChanges.replace, 1);
    only((await second.refresh()).summary.resourceChanges, "same");
    only((await second.destroy()).summary.resourceChanges, "delete");
    const namespace = await client.get({ apiVersion: "v1", kind: "Namespace", name: "trial" });
    assert.equal(namespace, undefined);
  });

  it("see what others changed, and put it right", async () => {
    const program = async () => {
      new k8s.core.v1.ConfigMap(
        "config",
        { metadata: { name: "drift" }, data: { a: "1", b: "2" } },
        provider(),
      );
      return Promise.resolve();
    };
    const one = await stack("drift", program);
    await one.up();
    const drift = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "drift", namespace: "default" } };
    await client.apply(
      { ...drift, data: { a: "other", c: "theirs" } },
      { fieldManager: "other", force: true },
    );
    assert.equal((await one.refresh()).summary.resourceChanges?.update, 1);
    await assert.rejects(one.up(), /conflict with "other"/);
    await client.apply({ ...drift, data: { c: "theirs" } }, { fieldManager: "other", force: true });
    await one.refresh();
    await one.up();
    const live = await client.get({ apiVersion: "v1", kind: "ConfigMap", name: "drift" });
    assert.deepEqual(live?.data, { a: "1", b: "2", c: "theirs" });
    await client.delete({ apiVersion: "v1", kind: "ConfigMap", name: "drift" });
    assert.equal((await one.refresh()).summary.resourceChanges?.delete, 1);
    await one.destroy();
  });

  it("go on after a run that left nothing in the state, but leave alone what isn't theirs", async () => {
    const program = (value: string) => async () => {
      const metadata = { name: "mine" };
      new k8s.core.v1.ConfigMap("config", { metadata, data: { [value]: value } }, provider());
      return Promise.resolve();
    };
    const lost = await stack("lost", program("a"));
    await lost.up();
    const deployment = await lost.exportStack();
    assert.ok(isObject(deployment.deployment));
    await lost.importStack({ ...deployment, deployment: { ...deployment.deployment, resources: [] } });
    only((await (await stack("lost", program("b"))).up()).summary.resourceChanges, "create");
    const live = await client.get({ apiVersion: "v1", kind: "ConfigMap", name: "mine" });
    assert.deepEqual(live?.data, { b: "b" });
    const stranger = await stack("stranger", program("c"));
    await assert.rejects(stranger.up(), /already exists, and this stack did not make it/);
    await stranger.destroy();
    await lost.destroy();
  });

  it("say why something isn't ready, keep it, and go on with it", async () => {
    const program = (mended: boolean) => async () => {
      const annotations = { "pulumi.com/timeoutSeconds": "2" };
      const labels = { app: "stuck" };
      const nodeSelector: Record<string, string> = mended ? {} : { disk: "none" };
      const template = {
        metadata: { labels },
        spec: { nodeSelector, containers: [{ name: "main", image: "app" }] },
      };
      const spec = { selector: { matchLabels: labels }, template };
      new k8s.apps.v1.Deployment("stuck", { metadata: { name: "stuck", annotations }, spec }, provider());
      return Promise.resolve();
    };
    const stuck = await stack("stuck", program(false));
    await assert.rejects(stuck.up(), (error) => {
      assert.ok(error instanceof Error);
      assert.match(
        error.message,
        /Deployment default\/stuck is not ready after 2 s: 0 of 1 replicas available/,
      );
      assert.match(error.message, /event FailedScheduling: .*node affinity\/selector/);
      return true;
    });
    only((await (await stack("stuck", program(true))).up()).summary.resourceChanges, "same", "update");
    await stuck.destroy();
  });

  it("stop waiting when the run is cancelled", async () => {
    const program = async () => {
      const annotations = { "pulumi.com/waitFor": "jsonpath={.data.ready}=yes" };
      new k8s.core.v1.ConfigMap("wait", { metadata: { name: "wait", annotations } }, provider());
      return Promise.resolve();
    };
    const waiting = await stack("cancel", program);
    const cancel = new AbortController();
    setTimeout(() => {
      cancel.abort();
    }, 8000);
    await assert.rejects(
      waiting.up({ signal: cancel.signal }),
      /cancelled while waiting for ConfigMap default\/wait: jsonpath=\{\.data\.ready\}=yes selects nothing yet/,
    );
    await client.apply(
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "wait", namespace: "default" },
        data: { ready: "yes" },
      },
      { fieldManager: "test" },
    );
    await waiting.cancel().catch(() => undefined);
    await waiting.up();
    await waiting.destroy();
  });

  it("import what is there", async () => {
    const object = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "old", namespace: "default" },
      data: { a: "1" },
    };
    await client.create(object, { fieldManager: "kubectl" });
    const imported = await stack("import", async () => {
      const args = { metadata: { name: "old", namespace: "default" }, data: { a: "1" } };
      new k8s.core.v1.ConfigMap("old", args, { ...provider(), import: "default/old" });
      return Promise.resolve();
    });
    assert.equal((await imported.up()).summary.resourceChanges?.import, 1);
    only((await imported.up()).summary.resourceChanges, "same");
    await imported.destroy();
    assert.equal(await client.get({ apiVersion: "v1", kind: "ConfigMap", name: "old" }), undefined);
  });
});
