import * as assert from "node:assert/strict";
import { platformFixture, label, runProgram } from "../../testing";
import { Experiment } from "./experiment";
import { type ExperimentSpecArgs, experimentSpec } from "./experiment-spec";

const args: ExperimentSpecArgs = {
  program: { files: { "search.py": "print(1)\n" }, entrypoint: "search.py" },
  image: "python:3",
  objective: { type: "maximize", metric: "accuracy", goal: 0.99 },
  parameters: [
    { name: "learning-rate", type: "double", min: 0.001, max: 1, distribution: "logUniform" },
    { name: "layers", type: "int", min: 1, max: 5, step: 2 },
    { name: "optimizer", type: "categorical", list: ["sgd", "adam"] },
  ],
  maxTrials: 6,
  resources: { cpu: 1, memoryGiB: 1 },
  platform: platformFixture,
};

describe("experimentSpec", () => {
  const { trialTemplate, ...search } = experimentSpec("search", args);

  it("writes out all that Katib's webhook would add to the search", () => {
    assert.deepEqual(search, {
      objective: {
        type: "maximize",
        objectiveMetricName: "accuracy",
        goal: 0.99,
        metricStrategies: [{ name: "accuracy", value: "max" }],
      },
      algorithm: { algorithmName: "random" },
      parameters: [
        {
          name: "learning-rate",
          parameterType: "double",
          feasibleSpace: { min: "0.001", max: "1", distribution: "logUniform" },
        },
        {
          name: "layers",
          parameterType: "int",
          feasibleSpace: { min: "1", max: "5", step: "2", distribution: "uniform" },
        },
        {
          name: "optimizer",
          parameterType: "categorical",
          feasibleSpace: { list: ["sgd", "adam"], distribution: "uniform" },
        },
      ],
      maxTrialCount: 6,
      parallelTrialCount: 2,
      maxFailedTrialCount: 1,
      resumePolicy: "Never",
      metricsCollectorSpec: { collector: { kind: "StdOut" } },
    });
  });

  it("runs each trial as a Job that gets every parameter", () => {
    const { trialSpec, ...template } = trialTemplate;
    assert.deepEqual(template, {
      primaryContainerName: "trial",
      successCondition: 'status.conditions.#(type=="Complete")#|#(status=="True")#',
      failureCondition: 'status.conditions.#(type=="Failed")#|#(status=="True")#',
      trialParameters: [
        { name: "learning-rate", reference: "learning-rate" },
        { name: "layers", reference: "layers" },
        { name: "optimizer", reference: "optimizer" },
      ],
    });
    assert.equal(trialSpec.spec.backoffLimit, 0);
    assert.deepEqual(trialSpec.spec.template.spec.containers[0]?.command, [
      "python",
      "/opt/workload/search.py",
      "--learning-rate=${trialParameters.learning-rate}",
      "--layers=${trialParameters.layers}",
      "--optimizer=${trialParameters.optimizer}",
    ]);
  });

  it("never runs more at a time than there are", () => {
    assert.equal(experimentSpec("search", { ...args, maxTrials: 1 }).parallelTrialCount, 1);
  });

  const wrong: [string, Partial<ExperimentSpecArgs>, RegExp][] = [
    ["nothing to search", { parameters: [] }, /it searches no parameter/],
    ["too many at a time", { parallelTrials: 7 }, /7 trials at a time are more than 6/],
    ["too many failures", { maxFailedTrials: 7 }, /7 failures are more than 6/],
    ["an empty list", { parameters: [{ name: "x", type: "discrete", list: [] }] }, /the list of x is empty/],
    [
      "a range upside down",
      { parameters: [{ name: "x", type: "int", min: 2, max: 1 }] },
      /min 2 of x is above max 1/,
    ],
    ["a grid without steps", { algorithm: "grid" }, /grid search needs a step for learning-rate/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => experimentSpec("search", { ...args, ...change }), message);
    });
  }
});

describe("Experiment", () => {
  it("registers the code and the run", async () => {
    const run = await runProgram(() => {
      const experiment = new Experiment("search", { ...args, tenant: "team-a" });
      return Promise.resolve({ workload: experiment.workload });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:Experiment::search",
      "kubernetes:core/v1:ConfigMap::search-code",
      "kubernetes:kubeflow.org/v1beta1:Experiment::search",
    ]);
    assert.match(JSON.stringify(run.outputs), /"kind":"Experiment".*"name":"search-[0-9a-f]{10}"/);
  });
});
