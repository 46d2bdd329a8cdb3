import assert from "node:assert/strict";
import { UnknownKindError } from "../../../kube/errors";
import type { KubeObject, ObjectRef } from "../../../kube/object";
import { type JsonObject, UNKNOWN } from "../../../plugin";
import { runGuardHandlers } from "./run-guard-handlers";

const inputs = (run: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: "trainer.kubeflow.org/v1alpha1",
  kind: "TrainJob",
  namespace: "team-a",
  run,
  attempt: 1,
  ...more,
});

const finished: JsonObject = {
  conditions: [
    { type: "Suspended", status: "False" },
    { type: "Complete", status: "True" },
  ],
};

/** A cluster with these runs in it. */
function clusterWith(runs: Readonly<Record<string, JsonObject>>) {
  const asked: ObjectRef[] = [];
  const get = (ref: ObjectRef): Promise<KubeObject | undefined> => {
    asked.push(ref);
    const { apiVersion, kind, name } = ref;
    const status = runs[name];
    const metadata = { name, creationTimestamp: "2026-11-01T10:00:00Z" };
    return Promise.resolve(status === undefined ? undefined : { apiVersion, kind, metadata, status });
  };
  return { asked, get };
}

async function failuresOf(cluster: ReturnType<typeof clusterWith>, olds: JsonObject, news: JsonObject) {
  const answer = await runGuardHandlers(() => cluster).check?.({
    urn: "urn",
    type: "kubeflow-workloads:training:RunGuard",
    name: "train",
    log: () => undefined,
    signal: new AbortController().signal,
    olds,
    news,
    randomSeed: new Uint8Array(),
  });
  assert.deepEqual(answer?.inputs, news);
  return answer.failures ?? [];
}

describe("a run's guard", () => {
  it("refuses to come back to an earlier run, and says what it is and what to do", async () => {
    const cluster = clusterWith({ "train-a": finished, "train-b": {} });
    assert.deepEqual(await failuresOf(cluster, inputs("train-b"), inputs("train-a", { attempt: 2 })), [
      {
        property: "",
        reason: [
          'TrainJob "train" needs the name team-a/train-a, and an earlier run of the very same has it (made 2026-11-01T10:00:00Z, Complete): that would be taken over as it is, and nothing would run',
          "  → raise attempt (now 2) to run it once more, or delete the earlier run: kubectl delete trainjob -n team-a train-a",
        ].join("\n"),
      },
    ]);
  });

  it("refuses a new job whose run an earlier program left", async () => {
    const spark: JsonObject = { applicationState: { state: "COMPLETED" } };
    for (const [status, says] of [
      [spark, /\(made .*, COMPLETED\)/],
      [{}, /\(made [^,]*\)/],
    ] as const) {
      const [failure] = await failuresOf(clusterWith({ "train-a": status }), {}, inputs("train-a"));
      assert.match(failure?.reason ?? "", says);
    }
  });

  it("asks once about a run that is new, and not at all about one that isn't", async () => {
    const cluster = clusterWith({ "train-a": finished });
    assert.deepEqual(await failuresOf(cluster, inputs("train-a"), inputs("train-b")), []);
    assert.deepEqual(
      cluster.asked.map(({ name, namespace }) => `${namespace ?? ""}/${name}`),
      ["team-a/train-b", "team-a/train-a"],
    );
    const none = clusterWith({ "train-a": finished });
    assert.deepEqual(await failuresOf(none, inputs("train-a"), inputs("train-a")), []);
    assert.deepEqual(await failuresOf(none, {}, inputs(UNKNOWN)), []);
    assert.deepEqual(none.asked, []);
  });

  it("lets the program go back to the present run where the next could not be made", async () => {
    const cluster = clusterWith({ "train-a": {} });
    assert.deepEqual(await failuresOf(cluster, inputs("train-b"), inputs("train-a")), []);
  });

  it("is content where the cluster has no such kind yet, and passes on what else goes wrong", async () => {
    const failing = (error: Error) => ({ asked: [], get: () => Promise.reject(error) });
    const unknown = new UnknownKindError("trainer.kubeflow.org/v1alpha1", "TrainJob");
    assert.deepEqual(await failuresOf(failing(unknown), {}, inputs("train-a")), []);
    await assert.rejects(failuresOf(failing(new Error("no answer")), {}, inputs("train-a")), /no answer/);
  });
});
