import * as assert from "node:assert/strict";
import { cluster, deployment, findings, object, pod } from "../testing/cluster";
import type { ClusterObjects } from "./objects";
import { reportOf } from "./report";

const seenWith = (objects: ClusterObjects) => ({
  version: "v1.35.0",
  objects,
  reasons: new Map(),
  unreadable: [],
});

describe("what a report sees", () => {
  const { seen } = reportOf(findings());

  it("has tenants with people, quota, queue, volumes, pods in trouble and work", () => {
    assert.deepEqual(seen?.tenants, [
      {
        name: "team-a",
        owner: "ann@example.com",
        contributors: [{ person: "bob@example.com", role: "view" }],
        quota: [
          { resource: "requests.cpu", used: 9, of: 8 },
          { resource: "requests.nvidia.com/gpu", used: 1, of: 1 },
        ],
        queues: [{ name: "default", clusterQueue: "research" }],
        volumes: { count: 1, bytes: 10 * 2 ** 30 },
        pods: 2,
        troubles: [{ pod: "waits", why: "is Pending" }],
        work: [
          { kind: "Notebook", title: "Notebooks", states: [{ word: "ready", tone: "good", count: 1 }] },
          { kind: "TrainJob", title: "TrainJobs", states: [{ word: "failed", tone: "bad", count: 1 }] },
        ],
      },
    ]);
  });

  it("has the quota that a Profile asks for where no controller has made one of it", () => {
    const spec = {
      owner: { name: "a@example.com" },
      resourceQuotaSpec: { hard: { "requests.cpu": "500m" } },
    };
    const [tenant] =
      reportOf(findings({ cluster: seenWith(cluster(object("Profile", "t", { spec }))) })).seen?.tenants ??
      [];
    assert.deepEqual(tenant?.quota, [{ resource: "requests.cpu", used: undefined, of: 0.5 }]);
  });

  it("has queues with what is used and borrowed, and none of that where nobody counts", () => {
    assert.deepEqual(seen?.queues, [
      {
        name: "research",
        cohort: "kubeflow",
        pending: 2,
        admitted: 1,
        tenants: ["team-a"],
        shares: [{ flavor: "gpu", resource: "nvidia.com/gpu", nominal: 8, used: 9, borrowed: 1 }],
      },
    ]);
    const uncounted = reportOf(
      findings({
        cluster: seenWith(
          cluster(
            object("ClusterQueue", "q", {
              spec: {
                resourceGroups: [
                  { flavors: [{ name: "f", resources: [{ name: "cpu", nominalQuota: "2k" }] }] },
                ],
              },
            }),
          ),
        ),
      }),
    ).seen?.queues;
    assert.deepEqual(uncounted?.[0]?.shares, [
      { flavor: "f", resource: "cpu", nominal: 2000, used: undefined, borrowed: undefined },
    ]);
    assert.equal(uncounted[0].pending, undefined);
    assert.equal(reportOf(findings({ cluster: seenWith({}) })).seen?.queues, undefined);
  });

  it("has pools with what is asked of them, and pods that nobody took", () => {
    assert.deepEqual(
      seen?.places.pools.map(({ name, nodes, pods, shares }) => [name, nodes, pods, shares]),
      [
        [
          "gpu",
          1,
          1,
          [
            { resource: "cpu", used: 2, of: 8 },
            { resource: "memory", used: 8 * 2 ** 30, of: 32 * 2 ** 30 },
            { resource: "nvidia.com/gpu", used: 1, of: 1 },
            { resource: "pods", used: 1, of: 58 },
          ],
        ],
        [
          "cpu",
          1,
          0,
          [
            { resource: "cpu", used: 0, of: 4 },
            { resource: "memory", used: 0, of: 16 * 2 ** 30 },
            { resource: "pods", used: 0, of: 58 },
          ],
        ],
      ],
    );
    assert.equal(seen.places.unplaced, 1);
  });

  it("has images with their users, of pods by whoever made these", () => {
    const replicas = object("ReplicaSet", "auth/dex-1", {
      metadata: { ownerReferences: [{ uid: "Deployment auth/dex", controller: true }] },
    });
    const made = pod(
      "auth/dex-1-a",
      "a",
      {},
      { metadata: { ownerReferences: [{ uid: "ReplicaSet auth/dex-1", controller: true }] } },
    );
    const digest = `sha256:${"b".repeat(64)}`;
    const images = reportOf(
      findings({
        cluster: seenWith(
          cluster(
            deployment("auth/dex", 1, 1),
            replicas,
            made,
            deployment("kube-system/x", 1, 1, `registry.example:5000/a/b:2@${digest}`),
            deployment("team-a/m", 1, 1, "busybox"),
            deployment("istio-system/gateway", 1, 1, "auto"),
            object("Profile", "team-a"),
          ),
        ),
      }),
    ).seen?.images;
    assert.deepEqual(images, [
      {
        registry: "docker.io",
        repository: "library/busybox",
        tag: "latest",
        digest: "",
        users: ["tenant team-a"],
        pods: 0,
      },
      { registry: "ghcr.io", repository: "x/y", tag: "1", digest: "", users: ["Dex"], pods: 1 },
      {
        registry: "registry.example:5000",
        repository: "a/b",
        tag: "2",
        digest,
        users: ["namespace kube-system"],
        pods: 0,
      },
    ]);
  });

  it("has warnings of one sort together, the latest first", () => {
    const event = (name: string, about: string, more: Record<string, string | number>) =>
      object("Event", `n/${name}`, {
        type: "Warning",
        reason: "BackOff",
        involvedObject: { kind: "Pod", namespace: "n", name: about },
        ...more,
      });
    const failures = reportOf(
      findings({
        cluster: seenWith(
          cluster(
            event("1", "p1", { count: 3, lastTimestamp: "2026-11-25T10:00:00Z", message: "first" }),
            event("2", "p2", { lastTimestamp: "2026-11-25T11:00:00Z", message: "second" }),
            event("3", "p3", { type: "Normal", message: "fine" }),
            event("4", "p1", { reason: "Failed", eventTime: "2026-11-25T11:30:00Z", message: "third" }),
          ),
        ),
      }),
    ).seen?.failures;
    const common = { kind: "Pod", namespace: "n" };
    assert.deepEqual(failures, [
      {
        ...common,
        reason: "Failed",
        names: ["p1"],
        objects: 1,
        times: 1,
        last: "2026-11-25T11:30:00Z",
        message: "third",
      },
      {
        ...common,
        reason: "BackOff",
        names: ["p1", "p2"],
        objects: 2,
        times: 4,
        last: "2026-11-25T11:00:00Z",
        message: "second",
      },
    ]);
  });
});
