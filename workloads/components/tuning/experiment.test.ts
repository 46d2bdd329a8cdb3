import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { awsPlatformFixture, inputsOf, label, platformFixture, runProgram } from "../../testing";
import { Experiment, type ExperimentArgs } from "./experiment";
import type { ExperimentSpecArgs } from "./experiment-args";
import { experimentRun, experimentSpec } from "./experiment-spec";

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

const specOf = (change: Partial<ExperimentSpecArgs> = {}) =>
  experimentSpec("search", "team-a", { ...args, ...change });

describe("experimentSpec", () => {
  it("writes out all that Katib's webhook would add to the search", () => {
    const { trialTemplate, ...search } = specOf();
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
    assert.equal(trialTemplate.primaryContainerName, "trial");
  });

  it("takes settings, early stopping, further metrics and a file of them", () => {
    const { trialTemplate, parameters, ...search } = specOf({
      objective: { type: "minimize", metric: "loss", additionalMetrics: ["accuracy"] },
      algorithm: { name: "tpe", gamma: 0.2 },
      earlyStopping: { startStep: 5 },
      metrics: { from: "file", path: "/metrics/log" },
      maxFailedTrials: 0,
      resumePolicy: "LongRunning",
    });
    assert.deepEqual(search, {
      objective: {
        type: "minimize",
        objectiveMetricName: "loss",
        additionalMetricNames: ["accuracy"],
        metricStrategies: [
          { name: "loss", value: "min" },
          { name: "accuracy", value: "min" },
        ],
      },
      algorithm: { algorithmName: "tpe", algorithmSettings: [{ name: "gamma", value: "0.2" }] },
      earlyStopping: {
        algorithmName: "medianstop",
        algorithmSettings: [{ name: "start_step", value: "5" }],
      },
      maxTrialCount: 6,
      parallelTrialCount: 2,
      maxFailedTrialCount: 0,
      resumePolicy: "LongRunning",
      metricsCollectorSpec: {
        source: { fileSystemPath: { path: "/metrics/log", kind: "File", format: "TEXT" } },
        collector: { kind: "File" },
      },
    });
  });

  it("runs as many at a time as hyperband needs, and never more than there are", () => {
    const hyperband = { name: "hyperband", resource: "epochs", most: 4, eta: 2 } as const;
    const parameters = [{ name: "epochs", type: "int", min: 1, max: 4 }] as const;
    assert.equal(specOf({ algorithm: hyperband, parameters }).parallelTrialCount, 4);
    assert.equal(specOf({ maxTrials: 1 }).parallelTrialCount, 1);
  });

  it("keeps population based training on a volume", () => {
    const algorithm = { name: "pbt", population: 5, truncation: 0.2, checkpoints: "/checkpoints" } as const;
    const parameters = [{ name: "lr", type: "double", min: 0.1, max: 1, step: 0.1 }] as const;
    const change = { algorithm, parameters, platform: awsPlatformFixture };
    assert.equal(specOf(change).resumePolicy, "FromVolume");
    assert.throws(
      () => specOf({ ...change, platform: platformFixture }),
      /the platform has no class of them/,
    );
    assert.throws(() => specOf({ ...change, resumePolicy: "Never" }), /resumePolicy FromVolume/);
  });

  const wrong: [string, Partial<ExperimentSpecArgs>, RegExp][] = [
    [
      "a platform without Katib",
      { platform: { ...platformFixture, components: [] } },
      /without component katib/,
    ],
    ["nothing to search", { parameters: [] }, /it searches no parameter/],
    ["no trials", { maxTrials: 0 }, /maxTrials is 0/],
    ["half a trial at a time", { parallelTrials: 0.5 }, /parallelTrials is 0.5/],
    ["less than no failures", { maxFailedTrials: -1 }, /maxFailedTrials is -1/],
    ["too many at a time", { parallelTrials: 7 }, /7 trials at a time are more than 6/],
    ["too many failures", { maxFailedTrials: 7 }, /7 failures are more than 6/],
    ["no nodes", { trial: { kind: "TrainJob", nodes: 0 } }, /trials have 0 nodes/],
    ["a grid without steps", { algorithm: "grid" }, /grid search needs a step for learning-rate/],
    ["a setting out of range", { algorithm: { name: "tpe", gamma: 2 } }, /gamma is 2/],
    ["early stopping at no step", { earlyStopping: { startStep: 0 } }, /start_step is 0/],
    ["a filter without groups", { metrics: { from: "stdout", filters: ["x"] } }, /has no two groups/],
    [
      "a metric twice",
      { objective: { type: "minimize", metric: "loss", additionalMetrics: ["loss"] } },
      /metric loss is named twice/,
    ],
    ["a metric of two", { objective: { type: "minimize", metric: "a;b" } }, /"a;b" is no name of a metric/],
    ["words that a shell would change", { arguments: ["a b"] }, /"a b" can't be on a trial's command line/],
    [
      "variables that Katib would change",
      { environment: { X: "${trialSpec.Name}" } },
      /variable X has what Katib takes for a parameter/,
    ],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => specOf(change), message);
    });
  }

  it("leaves room for what is put behind a name", () => {
    const name = "a".repeat(29);
    assert.equal(experimentRun(name, experimentSpec(name, "team-a", args), args).length, 40);
    assert.throws(() => experimentSpec(`${name}a`, "team-a", args), /has 30 characters; .*, 29 fit/);
    const trial = { ...args, trial: { kind: "TrainJob" } } as const;
    assert.throws(() => experimentSpec(name, "team-a", trial), /has 29 characters; .*, 28 fit/);
  });

  it("holds all that runs at a time against the quota", () => {
    const tenant = { name: "team-a", namespace: pulumi.output("team-a"), quota: { cpu: 4 } };
    const trial = { kind: "TrainJob", nodes: 2 } as const;
    assert.equal(experimentSpec("search", tenant, { ...args, trial }).parallelTrialCount, 2);
    assert.throws(
      () => experimentSpec("search", tenant, { ...args, trial, parallelTrials: 3 }),
      /asks for more than tenant "team-a" may use: cpu 6 of 4/,
    );
  });
});

describe("experimentRun", () => {
  const nameOf = (change: Partial<ExperimentSpecArgs>) =>
    experimentRun("search", specOf(change), { ...args, ...change });

  it("is another one with every change", () => {
    assert.notEqual(nameOf({}), nameOf({ maxTrials: 7 }));
    assert.notEqual(nameOf({}), nameOf({ attempt: 2 }));
  });

  it("is the same one with more trials, where the search can go on", () => {
    const resumePolicy = "FromVolume";
    assert.equal(nameOf({ resumePolicy }), nameOf({ resumePolicy, maxTrials: 7, parallelTrials: 3 }));
    assert.notEqual(nameOf({ resumePolicy }), nameOf({ resumePolicy, algorithm: "tpe" }));
  });
});

describe("Experiment", () => {
  const make = (change: Partial<ExperimentArgs> = {}) =>
    runProgram(() => {
      const experiment = new Experiment("search", { ...args, tenant: "team-a", ...change });
      return Promise.resolve({ workload: experiment.workload });
    });

  it("registers the code and the run", async () => {
    const run = await make();
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:Experiment::search",
      "kubernetes:core/v1:ConfigMap::search-code",
      "kubernetes:kubeflow.org/v1beta1:Experiment::search",
    ]);
    assert.match(JSON.stringify(run.outputs), /"kind":"Experiment".*"name":"search-[0-9a-f]{10}"/);
  });

  it("mounts the very code that it registers, in trials of every kind", async () => {
    for (const kind of ["Job", "PyTorchJob", "TrainJob"] as const) {
      const run = await make({ trial: { kind } });
      const { metadata } = inputsOf(run, "kubernetes:core/v1:ConfigMap::search-code");
      const { spec } = inputsOf(run, "kubernetes:kubeflow.org/v1beta1:Experiment::search");
      const [name] = /search-code-[0-9a-f]{10}/.exec(JSON.stringify(spec)) ?? [];
      assert.deepEqual(metadata, { name, namespace: "team-a" });
    }
  });
});
