import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../../config/environment";
import { createCluster, deleteCluster } from "../../infra/local/cluster";
import { CLUSTER_TOOLS } from "../../infra/local/control-plane";
import { DEFAULT_POOLS } from "../../infra/local/nodes";
import {
  OBSERVABILITY_TOOLS,
  observabilityState,
  removeObservability,
  type Started,
  startObservability,
  stopObservability,
} from "../../infra/local/observability";
import { DEFAULT_STORAGE } from "../../infra/local/storage";
import { KubeClient, type KubeObject } from "../../kube";
import { ensureTools, VERSIONS } from "../../toolchain";
import type { LogLine, Sample } from "./answers";
import { ask, askLines } from "./ask";
import { findOut, observabilityStatus } from "./look";
import { platformMetrics } from "./platform-metrics";

/** A definition of Workflows as far as their metrics read them; Argo's own takes any field, too. */
const workflows: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "workflows.argoproj.io" },
  spec: {
    group: "argoproj.io",
    scope: "Namespaced",
    names: { kind: "Workflow", plural: "workflows" },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
    ],
  },
};

const tenant: readonly KubeObject[] = [
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "team-a", labels: { "app.kubernetes.io/part-of": "kubeflow-profile" } },
  },
  {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "quota", namespace: "team-a" },
    spec: { hard: { configmaps: "8" } },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: "run", namespace: "team-a" },
    status: { phase: "Running", startedAt: "2026-11-25T12:00:00Z" },
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    // More processors than any node has: the scheduler will say so.
    metadata: { name: "greedy", namespace: "team-a" },
    spec: {
      containers: [{ name: "main", image: "example/main", resources: { requests: { cpu: "999" } } }],
    },
  },
];

describe("metrics and logs beside a simulated cluster, for real", function () {
  this.timeout(240_000);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "observability-"));
  let start: () => Promise<Started>;
  let first: Started;

  before(async function () {
    this.timeout(1_800_000);
    const environment = readEnvironment();
    const tools = await ensureTools(OBSERVABILITY_TOOLS, { environment });
    start = () => startObservability(directory, { tools, platform: platformMetrics() });
    const state = await createCluster(
      {
        name: "trial",
        directory,
        kubernetesVersion: VERSIONS.kubernetes.split(".").slice(0, 2).join("."),
        nodes: [...DEFAULT_POOLS],
        storage: [...DEFAULT_STORAGE],
      },
      { tools: await ensureTools(CLUSTER_TOOLS, { environment }) },
    );
    const client = KubeClient.fromKubeconfig(state.kubeconfig);
    const manager = { fieldManager: "test" };
    await client.apply(workflows, manager);
    for (const object of tenant) {
      await until(`${object.kind} taken`, () =>
        client.apply(object, manager).then(
          (made) => [made],
          () => [],
        ),
      );
    }
    await client.close();
  });

  after(async () => {
    await removeObservability(directory);
    await deleteCluster(directory);
    fs.rmSync(directory, { recursive: true, force: true });
  });

  const signal = (): AbortSignal => AbortSignal.timeout(30_000);
  const values = (expr: string): Promise<readonly Sample[]> =>
    until(expr, () => ask(first.prometheus, expr, signal()));
  const lines = (query: string): Promise<readonly LogLine[]> =>
    until(query, () => askLines(first.loki, { query, seconds: 3_600, limit: 5 }, new Date(), signal()));
  const pids = (): (number | undefined)[] =>
    observabilityState(directory)?.processes.map(({ pid, alive }) => (alive ? pid : undefined)) ?? [];

  it("start, and are left alone where they run as they should", async () => {
    first = await start();
    assert.deepEqual(first.started, ["prometheus", "loki", "kube-state-metrics", "log-follower"]);
    const before = pids();
    assert.ok(before.every((pid) => pid !== undefined));
    assert.deepEqual(await start(), { ...first, started: [] });
    assert.deepEqual(pids(), before);
  });

  it("ask every process that exports something, and all of them answer", async () => {
    const jobs = [
      "etcd",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kube-state-metrics",
      "kwok-controller",
      "loki",
      "prometheus",
    ];
    const targets = await until("all targets up", async () => {
      const status = await observabilityStatus(directory, signal());
      const found = typeof status?.targets === "object" ? status.targets : [];
      return found.length > 0 && found.every(({ health }) => health === "up") ? found : [];
    });
    assert.deepEqual(
      targets.map(({ job }) => job),
      jobs,
    );
  });

  it("have what the control plane and the simulation export", async () => {
    assert.ok(((await values("sum(apiserver_request_total)"))[0]?.value ?? 0) > 0);
    assert.ok(((await values('process_resident_memory_bytes{job="kwok-controller"}'))[0]?.value ?? 0) > 0);
    assert.equal((await values("count(kube_node_info)"))[0]?.value, 5);
    assert.ok((await values("etcd_mvcc_db_total_size_in_bytes")).length > 0);
    assert.ok((await values("scheduler_pending_pods")).length > 0);
    assert.ok((await values('workqueue_depth{job="kube-controller-manager"}')).length > 0);
  });

  it("have the state of the platform's objects, as its panels ask for it", async () => {
    const [run] = await values('kubeflow_workflow_phase{phase="Running"} == 1');
    assert.equal(run?.labels.namespace, "team-a");
    assert.equal((await values('kube_resourcequota{type="hard"}'))[0]?.value, 8);
    // Controllers count a moment after the objects are there, and metrics are asked for every few seconds.
    await values('kube_resourcequota{type="used"} == 1');
    await values("sum(scheduler_pending_pods) == 1");
    await values("count(kube_node_info) == 5");
    const found = await findOut(first, new Date(), signal());
    assert.deepEqual(found.unasked, []);
    assert.deepEqual(found.quotas, [{ namespace: "team-a", resource: "configmaps", used: 1, hard: 8 }]);
    const figure = (name: string) => found.figures.find(({ title }) => title === name)?.value;
    assert.equal(figure("Nodes simulated"), 5);
    assert.equal(figure("Runs that are running"), 1);
    assert.equal(figure("Pods without a node"), 1);
  });

  it("have the logs of the control plane, and the cluster's events", async () => {
    const [line] = await lines('{job="control-plane",component="kube-apiserver"}');
    assert.match(line?.line ?? "", /^[IWE]\d{4} /);
    for (const component of ["etcd", "kube-controller-manager", "kube-scheduler", "kwok-controller"]) {
      assert.ok((await lines(`{job="control-plane",component="${component}"}`)).length > 0);
    }
    const [event] = await lines('{job="kubernetes-events",namespace="team-a"} |= "greedy"');
    assert.match(event?.line ?? "", /^FailedScheduling: Pod greedy: 0\/5 nodes are available/);
  });

  it("come back after a reboot where they were, and send no line twice", async () => {
    const count = async (): Promise<number | undefined> => {
      const all = { query: '{job="control-plane",component="kube-scheduler"}', seconds: 3_600, limit: 5_000 };
      return (await askLines(first.loki, all, new Date(), signal())).length;
    };
    const before = await count();
    const [, loki = 0, , follower = 0] = pids();
    for (const pid of [loki, follower]) {
      process.kill(pid, "SIGKILL");
    }
    await until("both gone", () =>
      Promise.resolve(pids().filter((pid) => pid === undefined).length === 2 ? [true] : []),
    );
    const again = await start();
    assert.deepEqual(again, { ...first, started: ["loki", "log-follower"] });
    await sleep(3_000);
    assert.equal(await count(), before);
  });

  it("end, and go without leaving anything but logs", async () => {
    const before = pids();
    assert.equal(await stopObservability(directory), true);
    assert.ok(pids().every((pid) => pid === undefined));
    assert.ok(before.every((pid) => pid !== undefined && !fs.existsSync(`/proc/${pid}/exe`)));
    await removeObservability(directory);
    assert.equal(observabilityState(directory), undefined);
    assert.deepEqual(fs.readdirSync(path.join(directory, "logs", "observability")).sort(), [
      "kube-state-metrics.log",
      "log-follower.log",
      "loki.log",
      "prometheus.log",
    ]);
  });
});

/** Asks again until there is an answer, for a minute and a half at most. */
async function until<T>(what: string, question: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const answer = await question();
    if (answer.length > 0) {
      return answer;
    }
    assert.ok(Date.now() < deadline, `no answer: ${what}`);
    await sleep(500);
  }
}
