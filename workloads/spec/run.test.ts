import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { runProgram } from "../testing";
import { runName, runOptions } from "./run";

describe("runName", () => {
  it("is new with a new spec or attempt, and the same otherwise", () => {
    const spec = { nodes: 2 };
    assert.equal(runName("TrainJob", "train", spec, {}), runName("TrainJob", "train", spec, { attempt: 1 }));
    assert.notEqual(runName("TrainJob", "train", spec, {}), runName("TrainJob", "train", { nodes: 3 }, {}));
    assert.notEqual(
      runName("TrainJob", "train", spec, {}),
      runName("TrainJob", "train", spec, { attempt: 2 }),
    );
  });
});

describe("runOptions", () => {
  it("leaves earlier runs alone unless told otherwise", async () => {
    await runProgram(() => {
      const parent = new pulumi.ComponentResource("kubeflow:workloads:Test", "test");
      assert.deepEqual(runOptions(parent, {}), { parent, retainOnDelete: true });
      assert.deepEqual(runOptions(parent, { keepRuns: false }), { parent, retainOnDelete: false });
      return Promise.resolve({});
    });
  });
});
