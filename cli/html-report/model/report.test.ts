import * as assert from "node:assert/strict";
import { cluster, deployment, findings, node, object, placement, released } from "../testing/cluster";
import type { ClusterObjects } from "./objects";
import { partsHealth } from "./parts";
import { reportOf } from "./report";

const seenWith = (objects: ClusterObjects) => ({
  version: "v1.35.0",
  objects,
  reasons: new Map(),
  unreadable: [],
});

describe("reportOf", () => {
  it("counts what isn't ready into one sentence", () => {
    const { tone, health, since, managed, kubernetes } = reportOf(findings());
    assert.deepEqual(
      { tone, health, since, managed, kubernetes },
      {
        tone: "bad",
        health: "1 workload not ready, 1 pod without a node.",
        since: "2026-11-20T08:00:00Z",
        managed: 810,
        kubernetes: "v1.35.2",
      },
    );
  });

  it("is content where all is ready, and says what that is worth where pods are simulated", () => {
    const sound = cluster(node("a", "cpu", { cpu: "4" }), deployment("auth/dex", 1, 1));
    const healthOf = (changes: Parameters<typeof findings>[0]): readonly string[] => {
      const { tone, health } = reportOf(findings({ cluster: seenWith(sound), ...changes }));
      return [tone, health];
    };
    assert.deepEqual(healthOf({}), ["good", "Everything is ready."]);
    assert.deepEqual(healthOf({ simulated: true }), [
      "good",
      "Everything is ready, as far as simulated pods can tell.",
    ]);
    const [infra, platform] = findings().stacks;
    assert.ok(infra !== undefined && platform !== undefined);
    assert.deepEqual(healthOf({ stacks: [infra, { ...platform, up: false }] }), [
      "warn",
      "All that is there is ready; platform not up.",
    ]);
    assert.deepEqual(healthOf({ stacks: [{ ...infra, up: false }] }), ["quiet", "Nothing of it is up."]);
    assert.deepEqual(healthOf({ cluster: "no answer" }), ["bad", "The cluster does not answer: no answer"]);
    const down = cluster(
      node("a", "cpu", {}),
      { ...node("b", "cpu", {}), status: {} },
      deployment("auth/dex", 1, 1),
    );
    assert.deepEqual(healthOf({ cluster: seenWith(down) }), ["bad", "1 node not ready."]);
  });
});

describe("partsHealth", () => {
  const around = { placement, reasons: new Map(), tenants: new Set(["team-a"]), simulated: false };

  it("puts workloads to their parts by the state and by Helm's marks, and the rest to their namespaces", () => {
    const parts = partsHealth(
      cluster(
        deployment("auth/dex", 1, 1),
        released(deployment("kueue-system/manager", 1, 2), "kueue", "kueue-system"),
        released(deployment("elsewhere/manager", 1, 1), "kueue", "elsewhere"),
        deployment("team-a/model", 0, 1),
        object("DaemonSet", "kube-system/cni", {
          status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
        }),
      ),
      around,
    );
    assert.deepEqual(
      parts.map(({ title, kind, health, objects, workloads }) => [
        title,
        kind,
        health,
        objects,
        ...workloads.map(({ namespace, name, ready, wanted }) => `${namespace}/${name} ${ready}/${wanted}`),
      ]),
      [
        ["Dex", "component", "ready", 2, "auth/dex 1/1"],
        ["Kueue", "add-on", "1 not ready", 1, "kueue-system/manager 1/2"],
        ["elsewhere", "beside the platform", "ready", 0, "elsewhere/manager 1/1"],
        ["kube-system", "beside the platform", "ready", 0, "kube-system/cni 2/2"],
      ],
    );
    assert.equal(parts[1]?.workloads[0]?.message, "1 of 2 replicas available");
  });

  it("tells of what the state holds and the cluster hasn't", () => {
    const [dex, kueue] = partsHealth(cluster(), { ...around, simulated: true });
    assert.deepEqual(dex?.workloads, [
      {
        kind: "Deployment",
        namespace: "auth",
        name: "dex",
        ready: 0,
        wanted: 0,
        isReady: false,
        message: "is not in the cluster, though the state holds it",
        reasons: [],
      },
    ]);
    assert.equal(kueue?.health, "definitions only");
  });

  it("leaves out what something else has made, which tells of it", () => {
    const owner = { kind: "CronJob", name: "c", uid: "1", controller: true };
    const job = object("Job", "kube-system/c-1", {
      metadata: { ownerReferences: [owner] },
      status: { conditions: [{ type: "Failed", status: "True" }] },
    });
    assert.deepEqual(partsHealth(cluster(job, deployment("auth/dex", 1, 1)), around).at(-1)?.title, "Kueue");
  });
});
