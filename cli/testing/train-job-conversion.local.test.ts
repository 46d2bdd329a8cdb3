import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { createCluster, deleteCluster } from "../../infra/local/cluster";
import { CLUSTER_TOOLS } from "../../infra/local/control-plane";
import { DEFAULT_POOLS } from "../../infra/local/nodes";
import { DEFAULT_STORAGE } from "../../infra/local/storage";
import { KubeClient } from "../../kube/client";
import type { KubeObject } from "../../kube/object";
import type { ReleaseVersion } from "../../manifests";
import { crdBundleHandlers } from "../../manifests/crds/handlers";
import { CrdStore } from "../../manifests/crds/store";
import { renderedRelease } from "../../platform/testing/release";
import { arrayOf, at, type Json, type JsonObject, objectOf, parseJson, textOf } from "../../plugin/json";
import { ensureTools, VERSIONS } from "../../toolchain";
import { runtimeChange } from "../../workloads/components/training/trainer-version";

const name = "trainjobs.trainer.kubeflow.org";
const api = { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob" } as const;
/** What the official provider calls itself where it applies. */
const provider = { fieldManager: "pulumi-kubernetes" };

function trainJob(job: string, spec: JsonObject): KubeObject {
  return {
    ...api,
    metadata: { name: job, namespace: "default" },
    spec: { runtimeRef: { name: "torch-distributed" }, ...spec },
  };
}

function json(value: unknown): JsonObject {
  return objectOf(parseJson(JSON.stringify(value)));
}

/** Against a real API server: run with `npx mocha --no-config --require tsx/cjs --timeout 600000 <this file>`. */
describe("TrainJobs on the way between two releases, for real", function () {
  this.timeout(300_000);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "conversion-"));
  const environment = readEnvironment();
  const said: string[] = [];
  let client: KubeClient | undefined;
  const kube = () => client ?? assert.fail("no cluster");

  async function digestOf(release: ReleaseVersion): Promise<string | undefined> {
    const target = "applications/trainer/overlays";
    const rendered = await renderedRelease(release, [target]);
    if (typeof rendered === "string") {
      process.stderr.write(`SKIPPED: TrainJobs on the way between two releases: ${rendered}\n`);
      return undefined;
    }
    const crd = rendered.get(target)?.crds.find((one) => one.name === name);
    return crd?.digest ?? assert.fail(`${release} has no ${name}`);
  }

  /** What the platform's bundle does where its definition changes. */
  async function change(from: string, to: string): Promise<void> {
    const before = { definitions: { [name]: from }, live: {} };
    await crdBundleHandlers(kube, new CrdStore(environment)).update?.({
      urn: "urn",
      type: "kubeflow:manifests:CrdBundle",
      name: "trainer",
      log: (_, message) => said.push(message),
      signal: new AbortController().signal,
      timeoutSeconds: undefined,
      id: "trainer",
      oldInputs: before,
      oldState: before,
      news: { definitions: { [name]: to } },
      preview: false,
    });
  }

  const get = async (job: string) =>
    (await kube().get({ ...api, name: job, namespace: "default" })) ?? assert.fail(job);
  const specOf = async (job: string) => objectOf((await get(job)).spec);
  const managersOf = (job: KubeObject): Json[] =>
    arrayOf(job.metadata.managedFields).map(
      (entry) => `${textOf(at(entry, "manager"))} ${textOf(at(entry, "operation"))}`,
    );

  after(async () => {
    await client?.close();
    await deleteCluster(directory);
    fs.rmSync(directory, { recursive: true, force: true });
  });

  const labels = { "kueue.x-k8s.io/queue-name": "default" };
  const pod = {
    jobs: ["node"],
    metadata: { labels: { a: "1" }, annotations: {} },
    spec: {
      nodeSelector: { pool: "gpu" },
      volumes: [{ name: "code", configMap: { name: "code" } }],
      containers: [{ name: "node", volumeMounts: [{ name: "code", mountPath: "/code" }] }],
    },
  };
  const [older, newer] = [
    runtimeChange({ release: "26.03" }, labels, pod),
    runtimeChange({ release: "26.03.1-rc.2" }, labels, pod),
  ];

  it("keep what they change in their pods, and belong to whom they belonged", async function () {
    const [before, after] = [await digestOf("26.03"), await digestOf("26.03.1-rc.2")];
    if (before === undefined || after === undefined) {
      return this.skip();
    }
    const tools = await ensureTools(CLUSTER_TOOLS, { environment });
    const inputs = {
      name: "conversion",
      directory,
      kubernetesVersion: VERSIONS.kubernetes.split(".").slice(0, 2).join("."),
      nodes: DEFAULT_POOLS.slice(0, 1),
      storage: [...DEFAULT_STORAGE],
    };
    client = KubeClient.fromKubeconfig((await createCluster(inputs, { tools })).kubeconfig);
    await change(before, before);
    await kube().apply(trainJob("ours", { suspend: true, ...json(older) }), provider);
    const two: JsonObject[] = [
      { targetJobs: [{ name: "node" }], spec: { nodeSelector: { a: "1" } } },
      { targetJobs: [{ name: "node" }], spec: { serviceAccountName: "s" } },
    ];
    await kube().create(
      trainJob("theirs", { trainer: { numProcPerNode: "auto", numNodes: 2 }, podTemplateOverrides: two }),
      {
        fieldManager: "kubectl",
      },
    );
    const theirs = await specOf("theirs");

    await change(before, after);
    assert.deepEqual((await specOf("ours")).runtimePatches, json(newer).runtimePatches);
    assert.deepEqual((await specOf("theirs")).trainer, { numNodes: 2 });
    assert.equal(arrayOf((await specOf("theirs")).runtimePatches).length, 2);
    assert.deepEqual(managersOf(await get("ours")), ["pulumi-kubernetes Apply"]);
    assert.equal(at(await get("ours"), "metadata", "annotations"), undefined);
    assert.match(said.join("\n"), /2 converted/);

    // The next up of workloads changes nothing, and may change everything, without taking it from anybody.
    const { generation } = (await get("ours")).metadata;
    const same = await kube().apply(trainJob("ours", { suspend: true, ...json(newer) }), provider);
    assert.equal(same.metadata.generation, generation);
    const other = runtimeChange(
      { release: "26.03.1-rc.2" },
      {},
      { ...pod, spec: { nodeSelector: { pool: "cpu" } } },
    );
    const changed = await kube().apply(trainJob("ours", { suspend: true, ...json(other) }), provider);
    assert.deepEqual(at(changed, "spec", "runtimePatches"), json(other).runtimePatches);
    await kube().apply(trainJob("ours", { suspend: true, ...json(newer) }), provider);

    await change(after, before);
    const { runtimeRef, suspend, managedBy, ...rest } = await specOf("ours");
    assert.deepEqual(rest, json(older));
    assert.deepEqual((await specOf("theirs")).podTemplateOverrides, theirs.podTemplateOverrides);
    assert.deepEqual(managersOf(await get("ours")), ["pulumi-kubernetes Apply"]);
    await kube().apply(trainJob("ours", { suspend: true, ...json(older) }), provider);
  });
});
