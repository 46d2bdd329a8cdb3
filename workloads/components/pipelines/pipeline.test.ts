import * as assert from "node:assert/strict";
import { inputsOf, platformFixture, runProgram } from "../../testing";
import { Pipeline, pipelineSpec, pipelineVersionSpec, versionName } from "./pipeline";

const compiled = { pipelineSpec: { pipelineInfo: { name: "train" }, schemaVersion: "2.1.0", root: {} } };

describe("versionName", () => {
  it("changes with what the compiler made", () => {
    const changed = { pipelineSpec: { ...compiled.pipelineSpec, root: { dag: {} } } };
    assert.match(versionName("train", compiled), /^train-[0-9a-f]{10}$/);
    assert.notEqual(versionName("train", compiled), versionName("train", changed));
  });
});

describe("pipelineSpec and pipelineVersionSpec", () => {
  it("call the pipeline by its name unless told otherwise", () => {
    assert.deepEqual(pipelineSpec("train", {}), { displayName: "train" });
    assert.deepEqual(pipelineSpec("train", { displayName: "Training", description: "Trains." }), {
      displayName: "Training",
      description: "Trains.",
    });
  });

  it("hand on what the compiler made, as it is", () => {
    const platformSpec = { platforms: { kubernetes: {} } };
    assert.deepEqual(pipelineVersionSpec("train", { compiled }), {
      displayName: versionName("train", compiled),
      pipelineName: "train",
      pipelineSpec: compiled.pipelineSpec,
    });
    const both = { ...compiled, platformSpec };
    assert.deepEqual(pipelineVersionSpec("train", { compiled: both }).platformSpec, platformSpec);
  });
});

describe("Pipeline", () => {
  it("is a pipeline and its present version", async () => {
    const run = await runProgram(() => {
      const { workload, version } = new Pipeline("train", {
        tenant: "team-a",
        platform: platformFixture,
        compiled,
      });
      return Promise.resolve({ workload, version });
    });
    const apiVersion = "pipelines.kubeflow.org/v2beta1";
    const name = versionName("train", compiled);
    assert.deepEqual(run.outputs, {
      workload: { apiVersion, kind: "Pipeline", namespace: "team-a", name: "train" },
      version: { apiVersion, kind: "PipelineVersion", namespace: "team-a", name },
    });
    assert.deepEqual(inputsOf(run, `kubernetes:${apiVersion}:PipelineVersion::train-version`).metadata, {
      name,
      namespace: "team-a",
    });
  });
});
