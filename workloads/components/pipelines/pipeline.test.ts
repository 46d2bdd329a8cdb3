import * as assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, platformFixture, runProgram } from "../../testing";
import { Pipeline, type PipelineArgs, pipelineSpec, pipelineVersionSpec, versionName } from "./pipeline";

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
  const apiVersion = "pipelines.kubeflow.org/v2beta1";
  const made = (platform: PlatformOutputs, args: Partial<PipelineArgs> = {}) =>
    runProgram(() => {
      const pipeline = new Pipeline("train", { tenant: "team-a", platform, compiled, ...args });
      return Promise.resolve({ workload: pipeline.workload, version: pipeline.version });
    });

  it("is a pipeline, its present version and the history of the others", async () => {
    const run = await made(platformFixture);
    const name = versionName("train", compiled);
    assert.deepEqual(run.outputs, {
      workload: { apiVersion, kind: "Pipeline", namespace: "team-a", name: "train" },
      version: { apiVersion, kind: "PipelineVersion", namespace: "team-a", name },
    });
    assert.deepEqual(inputsOf(run, `kubernetes:${apiVersion}:Pipeline::train`), {
      apiVersion,
      kind: "Pipeline",
      metadata: { name: "train", namespace: "team-a" },
      spec: { displayName: "train" },
    });
    assert.deepEqual(inputsOf(run, `kubernetes:${apiVersion}:PipelineVersion::train-version`), {
      apiVersion,
      kind: "PipelineVersion",
      metadata: {
        name,
        namespace: "team-a",
        labels: { "app.kubernetes.io/managed-by": "kubeflow-workloads" },
      },
      spec: { displayName: name, pipelineName: "train", pipelineSpec: compiled.pipelineSpec },
    });
    assert.deepEqual(inputsOf(run, "kubeflow-workloads:pipelines:VersionHistory::train-versions"), {
      namespace: "team-a",
      pipeline: "train",
      present: name,
      keep: 5,
    });
  });

  it("is another version where the environment has another place for artifacts", async () => {
    const run = await made(awsPlatformFixture, { keepVersions: 0 });
    const here = { defaultPipelineRoot: "s3://kubeflow-prod-artifacts/team-a/pipelines" };
    const there = { pipelineSpec: { ...compiled.pipelineSpec, ...here } };
    const { metadata, spec } = inputsOf(run, `kubernetes:${apiVersion}:PipelineVersion::train-version`);
    const name = versionName("train", there);
    assert.notEqual(name, versionName("train", compiled));
    assert.deepEqual(
      [metadata, spec],
      [
        { name, namespace: "team-a", labels: { "app.kubernetes.io/managed-by": "kubeflow-workloads" } },
        { displayName: name, pipelineName: "train", ...there },
      ],
    );
  });

  for (const [what, platform, args, message] of [
    ["a wrong number of versions", platformFixture, { keepVersions: 1.5 }, /keepVersions is 1\.5/],
    [
      "a root of another tenant",
      awsPlatformFixture,
      { pipelineRoot: "s3://x/y" },
      /pipeline root s3:\/\/x\/y/,
    ],
    [
      "definitions in KFP's database",
      { ...platformFixture, pipelines: { definitions: "database" } },
      {},
      /definitions in KFP's database/,
    ],
  ] as const) {
    it(`refuses ${what} before anything is registered`, async () => {
      const { resources, outputs } = await runProgram(() => {
        try {
          new Pipeline("train", { tenant: "team-a", platform, compiled, ...args });
        } catch (error) {
          assert.ok(error instanceof UserError);
          return Promise.resolve({ message: error.message });
        }
        return Promise.resolve({});
      });
      assert.deepEqual(resources, []);
      assert.match(JSON.stringify(outputs), message);
    });
  }
});
