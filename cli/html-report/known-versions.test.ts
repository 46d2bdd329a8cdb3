import * as assert from "node:assert/strict";
import { charts } from "../../platform/addons";
import { versionsOf } from "./known-versions";
import { cluster, node } from "./testing/cluster";

const now = new Date("2026-11-25T12:00:00Z");

describe("versionsOf", () => {
  it("has the release, the cluster's and its nodes', and the charts of what is installed", async () => {
    const { name, version } = charts.kueue;
    const parts = [
      { name: "dex", title: "Dex" },
      { name: "kueue", title: "Kueue", chart: { name, version, namespace: "kueue-system" } },
    ];
    const objects = cluster(node("a", "cpu", {}), node("b", "cpu", {}));
    const found = await versionsOf({ release: "26.03", parts, kubernetes: "v1.35.3", objects }, now, true);
    assert.deepEqual(found, [
      { what: "Kubeflow", version: "26.03", from: "release", standing: undefined },
      {
        what: "Kubernetes",
        version: "v1.35.3",
        from: "cluster",
        standing: { state: "supported", until: "2027-03-27", isOver: false },
      },
      { what: "kubelet of 2 nodes", version: "v1.35.0", from: "nodes", standing: undefined },
      { what: "kueue", version, from: "chart", standing: undefined },
    ]);
  });

  it("says when a version of Kubernetes is out of support, and nothing of one that isn't known", async () => {
    const of = async (kubernetes: string, day: string) => {
      const installed = { release: undefined, parts: [], kubernetes, objects: {} };
      return (await versionsOf(installed, new Date(day), true))[0]?.standing;
    };
    assert.deepEqual(await of("v1.34.1", "2026-12-02"), {
      state: "supported",
      until: "2026-12-02",
      isOver: true,
    });
    assert.equal(await of("v1.20.0", "2026-12-02"), undefined);
  });
});
