import assert from "node:assert/strict";
import type { KubeObject } from "../../../kube";
import type { JsonObject } from "../../../plugin";
import { atRest, isSettled } from "./settled";
import type { Snapshot } from "./snapshot";

function object(apiVersion: string, kind: string, spec: JsonObject, status?: JsonObject): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: "one", namespace: "research", generation: 2 },
    spec,
    ...(status && { status }),
  };
}

describe("what the control plane has told of an object", () => {
  const quota = (status?: JsonObject) => object("v1", "ResourceQuota", { hard: { pods: "200" } }, status);
  const budget = (status?: JsonObject) => object("policy/v1", "PodDisruptionBudget", {}, status);
  const job = (suspend: boolean, status?: JsonObject) => object("batch/v1", "Job", { suspend }, status);
  const is = (type: string) => ({ conditions: [{ type, status: "True" }] });

  const cases: [string, KubeObject, boolean][] = [
    ["a quota that nobody counted", quota(), false],
    ["a quota of other limits", quota({ hard: { pods: "100" }, used: { pods: "1" } }), false],
    ["a quota that is counted", quota({ hard: { pods: "200" }, used: { pods: "1" } }), true],
    ["a budget that nobody saw", budget(), false],
    ["a budget as it was", budget({ observedGeneration: 1, currentHealthy: 1, expectedPods: 1 }), false],
    ["a budget without pods", budget({ observedGeneration: 2, currentHealthy: 0, expectedPods: 1 }), false],
    ["a budget", budget({ observedGeneration: 2, currentHealthy: 1, expectedPods: 1 }), true],
    ["a suspended Job that nobody saw", job(true), false],
    ["a suspended Job", job(true, is("Suspended")), true],
    ["a Job that runs", job(false, { active: 1 }), false],
    ["a Job that is through", job(false, is("Complete")), true],
    ["a claim without a volume", object("v1", "PersistentVolumeClaim", {}, { phase: "Pending" }), false],
    ["a claim with its volume", object("v1", "PersistentVolumeClaim", {}, { phase: "Bound" }), true],
  ];
  for (const [name, one, all] of cases) {
    it(`is ${all ? "all" : "not all"}: ${name}`, () => {
      assert.equal(isSettled(one), all);
    });
  }
});

describe("a cluster at rest", () => {
  it("is seen when two looks in a row are alike, and told as the last of them saw it", async () => {
    const look = (replicas: number): Snapshot =>
      new Map([["apps/Deployment research/one", object("apps/v1", "Deployment", {}, { replicas })]]);
    const looks = [look(0), new Map(), look(1), look(2), look(2), look(3)];
    const seen = await atRest(() => Promise.resolve(looks.shift() ?? new Map()), 0);
    assert.deepEqual(seen, look(2));
    assert.equal(looks.length, 1);
  });
});
