import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { ListOptions } from "../../../kube/client";
import type { KubeObject, ObjectRef } from "../../../kube/object";
import type { JsonObject } from "../../../plugin";
import { versionHistoryHandlers } from "./version-history-handlers";
import { madeByUs, type PastVersion, prune } from "./version-history-spec";

function past(name: string, second: number): PastVersion {
  return { name, uid: `uid-${name}`, created: new Date(second * 1000).toISOString() };
}

describe("prune", () => {
  const names = (versions: readonly PastVersion[]) => versions.map(({ name }) => name);
  const versions = [past("b", 2), past("d", 4), past("a", 1), past("c", 3)];

  it("removes the oldest beyond those that are kept", () => {
    assert.deepEqual(names(prune(versions, "d", 1, new Set()).removed), ["b", "a"]);
    assert.deepEqual(names(prune(versions, "d", 0, new Set()).removed), ["c", "b", "a"]);
    assert.deepEqual(names(prune(versions, "d", 3, new Set()).removed), []);
  });

  it("leaves the present one, also where it is the oldest, and those that recurring runs start", () => {
    const { removed, needed } = prune(versions, "a", 1, new Set(["uid-b"]));
    assert.deepEqual([names(removed), names(needed)], [["c"], ["b"]]);
  });

  it("keeps as many as it is asked for, and never an older one instead of a newer one", () => {
    const version = fc.record({ second: fc.integer({ min: 0, max: 5 }), needed: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(version, { maxLength: 12 }),
        fc.nat({ max: 12 }),
        fc.nat({ max: 11 }),
        (drawn, keep, which) => {
          const all = drawn.map(({ second }, index) => past(`v${index}`, second));
          const present = `v${which}`;
          const needed = new Set(
            all.filter((_, index) => drawn[index]?.needed === true).map(({ uid }) => uid),
          );
          const pruning = prune(all, present, keep, needed);
          const others = all.filter(({ name }) => name !== present);
          const tooMany = [...pruning.removed, ...pruning.needed];
          assert.equal(tooMany.length, Math.max(0, others.length - keep));
          assert.ok(pruning.removed.every(({ uid, name }) => name !== present && !needed.has(uid)));
          const kept = others.filter((one) => !tooMany.includes(one));
          assert.ok(tooMany.every((old) => kept.every((young) => old.created <= young.created)));
        },
      ),
    );
  });
});

describe("version history", () => {
  let versions: KubeObject[];
  let schedules: KubeObject[];
  let deleted: string[];
  let listed: (string | undefined)[];
  let said: string[];

  const version = (name: string, second: number, pipelineName = "churn"): KubeObject => ({
    apiVersion: "pipelines.kubeflow.org/v2beta1",
    kind: "PipelineVersion",
    metadata: {
      name,
      namespace: "team-a",
      uid: `uid-${name}`,
      creationTimestamp: new Date(second * 1000).toISOString(),
    },
    spec: { pipelineName },
  });
  const handlers = versionHistoryHandlers(() => ({
    list: (_: string, kind: string, options?: ListOptions) => {
      listed.push(options?.labelSelector);
      assert.equal(options?.namespace, "team-a");
      return Promise.resolve(kind === "PipelineVersion" ? versions : schedules);
    },
    delete: ({ name }: ObjectRef) => {
      deleted.push(name);
      return Promise.resolve("gone");
    },
  }));
  const request = {
    urn: "urn",
    type: "kubeflow-workloads:pipelines:VersionHistory",
    name: "churn-versions",
    log: (_: string, message: string) => said.push(message),
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
  };
  const inputs: JsonObject = { namespace: "team-a", pipeline: "churn", present: "churn-3", keep: 1 };

  beforeEach(() => {
    versions = [
      version("churn-1", 1),
      version("churn-2", 2),
      version("churn-3", 3),
      version("more-1", 0, "more"),
    ];
    schedules = [];
    deleted = [];
    listed = [];
    said = [];
  });

  it("removes what is too many of the pipeline's own versions, and nothing in a preview", async () => {
    await handlers.create({ ...request, inputs, preview: true });
    assert.deepEqual(deleted, []);
    const { id, outputs } = await handlers.create({ ...request, inputs, preview: false });
    assert.deepEqual([id, outputs, deleted], ["team-a/churn", inputs, ["churn-1"]]);
    assert.equal(listed[0], `app.kubernetes.io/managed-by=${madeByUs["app.kubernetes.io/managed-by"]}`);
  });

  it("leaves one that a recurring run starts, and says so", async () => {
    schedules = [
      {
        apiVersion: "kubeflow.org/v1beta1",
        kind: "ScheduledWorkflow",
        metadata: { name: "nightly", namespace: "team-a" },
        spec: { pipelineVersionId: "uid-churn-1" },
      },
    ];
    await handlers.update?.({
      ...request,
      id: "team-a/churn",
      oldInputs: inputs,
      oldState: inputs,
      news: inputs,
      preview: false,
    });
    assert.deepEqual(deleted, []);
    assert.match(said.join(), /churn-1 stays beyond keepVersions: a recurring run starts it/);
  });

  it("removes all of them with the pipeline", async () => {
    await handlers.delete?.({ ...request, id: "team-a/churn", inputs, state: inputs });
    assert.deepEqual(deleted, ["churn-1", "churn-2", "churn-3"]);
  });

  it("is another one for another pipeline", async () => {
    const changed = { ...inputs, pipeline: "more", keep: 2 };
    const diff = await handlers.diff?.({
      ...request,
      id: "team-a/churn",
      oldInputs: inputs,
      oldState: inputs,
      news: changed,
    });
    assert.deepEqual(
      diff?.changes.map(({ path, replace }) => [path, replace === true]),
      [
        ["pipeline", true],
        ["keep", false],
      ],
    );
  });
});
