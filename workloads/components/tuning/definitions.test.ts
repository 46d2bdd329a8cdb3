import assert from "node:assert/strict";
import { platformFixture } from "../../testing";
import { assertAccepted, skipWithoutDefinitions } from "../../testing/crds";
import type { ExperimentSpecArgs } from "./experiment-args";
import { experimentSpec } from "./experiment-spec";
import type { Trial } from "./trials";

const args: ExperimentSpecArgs = {
  program: { files: { "search.py": "print(1)\n" }, entrypoint: "search.py" },
  image: "python:3",
  objective: { type: "maximize", metric: "accuracy", goal: 0.9, additionalMetrics: ["loss"] },
  algorithm: { name: "tpe", gamma: 0.2 },
  earlyStopping: { startStep: 2 },
  metrics: { from: "file", path: "/metrics/log" },
  parameters: [{ name: "layers", type: "int", min: 1, max: 5 }],
  maxTrials: 6,
  pool: "gpu",
  priority: "low",
  resources: { cpu: 1, memoryGiB: 1 },
  platform: platformFixture,
};

describe("the release's definitions of Experiments and their trials", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  it("leave an Experiment's fields open, which is why they are checked here", () => {
    const spec = experimentSpec("search", "team-a", args);
    assertAccepted("kubeflow.org/v1beta1", "Experiment", { metadata: { name: "search" }, spec });
    assertAccepted("kubeflow.org/v1beta1", "Experiment", { metadata: { name: "search" }, spec: { any: 1 } });
  });

  const trials: Exclude<Trial, { kind: "Job" }>[] = [
    { kind: "PyTorchJob", nodes: 2 },
    { kind: "TrainJob", nodes: 2 },
  ];
  for (const trial of trials) {
    it(`take a trial of kind ${trial.kind}`, () => {
      const { trialSpec } = experimentSpec("search", "team-a", { ...args, trial }).trialTemplate;
      const { apiVersion, kind, spec } = trialSpec;
      assert.equal(kind, trial.kind);
      // The words of Trainer 2.2 are left out by the API server, whom Katib doesn't ask to refuse what it doesn't know.
      const known = "runtimePatches" in spec ? { ...spec, runtimePatches: undefined } : spec;
      // What Katib puts in place of the parameters is text, as they are.
      assertAccepted(apiVersion, kind, { metadata: { name: "search" }, spec: known });
    });
  }
});
