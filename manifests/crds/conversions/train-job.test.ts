import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { KubeObject } from "../../../kube/object";
import { at, type Json, type JsonObject, objectOf, textOf } from "../../../plugin/json";
import { trainJobConversions } from "./train-job";

const [forward = assert.fail(), back = assert.fail()] = trainJobConversions;

function trainJob(spec: JsonObject): KubeObject {
  return {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    metadata: { name: "t", namespace: "team-a" },
    spec: { runtimeRef: { name: "torch" }, ...spec },
  };
}

/** What the API server has of an object once the lost fields are unknown to it, and what conversion makes of it. */
function converted(one: typeof forward, object: KubeObject): JsonObject {
  const saved = one.save(object);
  const spec = Object.fromEntries(
    Object.entries(objectOf(object.spec)).filter(([name]) => !one.lost.includes(`spec.${name}`)),
  );
  const pruned = { ...object, spec };
  const { runtimeRef, ...rest } = objectOf(saved === undefined ? spec : one.restore(pruned, saved).spec);
  assert.deepEqual(runtimeRef, { name: "torch" });
  return rest;
}

const gpu: JsonObject = { nodeSelector: { pool: "gpu" } };
const patch = (manager: string, template: JsonObject): JsonObject => ({
  manager,
  trainingRuntimeSpec: { template },
});
const job = (name: string, template: JsonObject): JsonObject => ({ name, template: { spec: { template } } });

describe("TrainJob, from Trainer 2.1 to 2.2", () => {
  it("has all in one patch, as this project's own TrainJobs have", () => {
    const spec = {
      suspend: true,
      labels: { "kueue.x-k8s.io/queue-name": "team-a" },
      annotations: { note: "n" },
      podTemplateOverrides: [
        { targetJobs: [{ name: "launcher" }, { name: "node" }], metadata: { labels: { a: "b" } }, spec: gpu },
      ],
    };
    const template = { metadata: { labels: { a: "b" } }, spec: gpu };
    assert.deepEqual(converted(forward, trainJob(spec)), {
      suspend: true,
      runtimePatches: [
        patch("kubeflow-on-aws/workloads", {
          metadata: { labels: { "kueue.x-k8s.io/queue-name": "team-a" }, annotations: { note: "n" } },
          spec: { replicatedJobs: [job("launcher", template), job("node", template)] },
        }),
      ],
    });
  });

  it("has a job's second override in a second patch: they are applied in their order", () => {
    const overrides: JsonObject[] = [
      { targetJobs: [{ name: "node" }], spec: gpu },
      { targetJobs: [{ name: "dataset" }], spec: { serviceAccountName: "d" } },
      { targetJobs: [{ name: "node" }, { name: "node" }], spec: { serviceAccountName: "n" } },
      { targetJobs: [{ name: "node" }] },
    ];
    assert.deepEqual(converted(forward, trainJob({ podTemplateOverrides: overrides })), {
      runtimePatches: [
        patch("kubeflow-on-aws/workloads", {
          spec: {
            replicatedJobs: [
              job("node", { spec: gpu }),
              job("dataset", { spec: { serviceAccountName: "d" } }),
            ],
          },
        }),
        patch("kubeflow-on-aws/workloads-2", {
          spec: { replicatedJobs: [job("node", { spec: { serviceAccountName: "n" } })] },
        }),
      ],
    });
  });

  it("keeps labels without overrides, has nothing to do without either, and leaves others' patches behind its own", () => {
    assert.deepEqual(converted(forward, trainJob({ labels: { a: "b" } })), {
      runtimePatches: [patch("kubeflow-on-aws/workloads", { metadata: { labels: { a: "b" } } })],
    });
    assert.equal(forward.save(trainJob({ labels: {}, podTemplateOverrides: [] })), undefined);
    const kueue = patch("kueue.x-k8s.io/manager", {});
    const own = patch("kubeflow-on-aws/workloads", { metadata: { labels: { a: "b" } } });
    const once = forward.restore(trainJob({ runtimePatches: [kueue] }), { labels: { a: "b" } });
    assert.deepEqual(at(once, "spec", "runtimePatches"), [own, kueue]);
    assert.deepEqual(forward.restore(once, { labels: { a: "b" } }), once);
  });

  it("takes words away that Trainer 2.2 can't read, and says where that changes something", () => {
    const withWord = (numProcPerNode: Json) => trainJob({ trainer: { numProcPerNode } });
    const clear = forward.clear ?? assert.fail();
    assert.deepEqual(clear(withWord("auto")), { spec: { trainer: { numProcPerNode: null } } });
    assert.equal(clear(withWord(2)), undefined);
    assert.deepEqual(forward.rest(withWord("auto")), []);
    assert.deepEqual(forward.rest(withWord("cpu")), ["spec.trainer.numProcPerNode"]);
  });
});

describe("TrainJob, from Trainer 2.2 to 2.1", () => {
  it("has labels of later patches over those of earlier ones, and none of Kueue's", () => {
    const runtimePatches = [
      patch("a.example/x", {
        metadata: { labels: { a: "1", b: "1" } },
        spec: { replicatedJobs: [job("node", { spec: gpu })] },
      }),
      patch("a.example/y", { metadata: { labels: { b: "2" }, annotations: { c: "3" } } }),
      patch("kueue.x-k8s.io/manager", { spec: { replicatedJobs: [job("node", { spec: gpu })] } }),
    ];
    assert.deepEqual(converted(back, trainJob({ runtimePatches })), {
      labels: { a: "1", b: "2" },
      annotations: { c: "3" },
      podTemplateOverrides: [{ targetJobs: [{ name: "node" }], spec: gpu }],
    });
    assert.equal(back.save(trainJob({ runtimePatches: runtimePatches.slice(2) })), undefined);
    assert.deepEqual(back.rest(trainJob({ runtimePatches })), []);
  });

  it("has one override for neighbours that are changed alike, and keeps the order of jobs", () => {
    const other: JsonObject = { serviceAccountName: "d" };
    const jobs = [
      job("launcher", { spec: gpu }),
      job("node", { spec: gpu }),
      job("dataset", { spec: other }),
      job("model", { spec: gpu }),
    ];
    const there = {
      runtimePatches: [patch("kubeflow-on-aws/workloads", { spec: { replicatedJobs: jobs } })],
    };
    const again = converted(back, trainJob(there));
    assert.deepEqual(again, {
      podTemplateOverrides: [
        { targetJobs: [{ name: "launcher" }, { name: "node" }], spec: gpu },
        { targetJobs: [{ name: "dataset" }], spec: other },
        { targetJobs: [{ name: "model" }], spec: gpu },
      ],
    });
    assert.deepEqual(converted(forward, trainJob(again)), there);
  });

  it("leaves out what 2.1 has no field for, and says so", () => {
    const secure = { securityContext: { runAsUser: 1 } };
    const containers = [{ name: "node", env: [{ name: "A", value: "1" }], ...secure }];
    const runtimePatches = [
      patch("a.example/x", {
        spec: {
          replicatedJobs: [
            {
              name: "node",
              template: {
                metadata: { labels: { a: "1" } },
                spec: { template: { spec: { ...gpu, ...secure, containers } } },
              },
            },
          ],
        },
      }),
    ];
    assert.deepEqual(converted(back, trainJob({ runtimePatches })), {
      podTemplateOverrides: [
        {
          targetJobs: [{ name: "node" }],
          spec: { ...gpu, containers: [{ name: "node", env: [{ name: "A", value: "1" }] }] },
        },
      ],
    });
    const path = "spec.runtimePatches[].trainingRuntimeSpec.template.spec.replicatedJobs[].template";
    assert.deepEqual(back.rest(trainJob({ runtimePatches })), [
      `${path}.metadata`,
      `${path}.spec.template.spec.securityContext`,
      `${path}.spec.template.spec.containers[].securityContext`,
    ]);
  });
});

describe("TrainJob, there and back again", () => {
  const labels = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2"), {
    minKeys: 1,
    noNullPrototype: true,
  });
  const spec = fc.record(
    {
      nodeSelector: labels,
      serviceAccountName: fc.constantFrom("x", "y"),
      tolerations: fc.constant([{ operator: "Exists" }]),
    },
    { requiredKeys: ["nodeSelector"] },
  );
  const override = fc.record({
    targetJobs: fc.uniqueArray(fc.constantFrom("dataset", "model", "node"), { minLength: 1 }),
    spec,
  });

  /** What each job's overrides are, in their order: what Trainer makes of them. */
  function meaningOf(overrides: Json | undefined): Record<string, Json[]> {
    const meaning: Record<string, Json[]> = {};
    for (const one of Array.isArray(overrides) ? overrides : []) {
      const targets = at(one, "targetJobs");
      for (const target of Array.isArray(targets) ? targets : []) {
        (meaning[textOf(at(target, "name"))] ??= []).push(at(one, "spec") ?? null);
      }
    }
    return meaning;
  }

  it("changes no job otherwise than before, in the same order", () => {
    fc.assert(
      fc.property(
        fc.array(override, { minLength: 1, maxLength: 6 }),
        fc.option(labels),
        (overrides, some) => {
          const podTemplateOverrides = overrides.map(({ targetJobs, spec: change }) => ({
            targetJobs: targetJobs.map((name) => ({ name })),
            spec: objectOf(JSON.parse(JSON.stringify(change))),
          }));
          const before = { podTemplateOverrides, ...(some !== null && { labels: some }) };
          const there = converted(forward, trainJob(before));
          const again = converted(back, trainJob(there));
          assert.deepEqual(Object.keys(there), ["runtimePatches"]);
          assert.deepEqual(meaningOf(again.podTemplateOverrides), meaningOf(podTemplateOverrides));
          assert.deepEqual(again.labels, before.labels);
          assert.deepEqual(converted(forward, trainJob(again)), there);
        },
      ),
    );
  });
});
