import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, label, platformFixture, type Run, runProgram } from "../../testing";
import { Pipeline } from "./pipeline";
import { RecurringRun, type RecurringRunArgs } from "./recurring-run";

const compiled = {
  pipelineSpec: {
    pipelineInfo: { name: "train" },
    schemaVersion: "2.1.0",
    root: { inputDefinitions: { parameters: { rows: { parameterType: "NUMBER_INTEGER" } } } },
  },
};

function made(args: Partial<RecurringRunArgs>, platform: PlatformOutputs = awsPlatformFixture): Promise<Run> {
  return runProgram(() => {
    const pipeline = new Pipeline("train", { tenant: "team-a", platform, compiled });
    try {
      const schedule = { cron: "0 30 2 * * *" };
      new RecurringRun("nightly", { pipeline, schedule, parameters: { rows: 10 }, ...args });
    } catch (error) {
      assert.ok(error instanceof UserError);
      return Promise.resolve({ message: error.message });
    }
    return Promise.resolve({});
  });
}

const kinds = (run: Run) => run.resources.map(label).filter((one) => one.includes("RecurringRun"));

describe("RecurringRun", () => {
  const resource = "kubeflow-workloads:pipelines:RecurringRun::nightly";
  const defaults = {
    namespace: "team-a",
    displayName: "nightly",
    description: "",
    experiment: "train",
    schedule: { cron: "0 30 2 * * *" },
    parameters: { rows: 10 },
    pipelineRoot: "",
    serviceAccount: "default-editor",
    maxConcurrency: 1,
    catchUp: false,
    enabled: true,
  };

  it("starts the pipeline's present version", async () => {
    // Without an API server objects have no UIDs, which are the ids of the pipeline and its version.
    assert.deepEqual(inputsOf(await made({}), resource), defaults);
  });

  it("takes everything that KFP does", async () => {
    const given = {
      displayName: "Nightly",
      description: "Every night.",
      experiment: "nights",
      schedule: { everySeconds: 60, start: "2026-01-31T00:00:00Z" },
      pipelineRoot: "s3://kubeflow-prod-artifacts/team-a/nights",
      maxConcurrency: 10,
      catchUp: true,
      enabled: false,
    };
    assert.deepEqual(inputsOf(await made(given), resource), { ...defaults, ...given });
  });

  it("registers nothing of its own on a simulated cluster, and is checked all the same", async () => {
    assert.deepEqual(kinds(await made({}, platformFixture)), ["kubeflow:workloads:RecurringRun::nightly"]);
    const run = await made({ parameters: {} }, platformFixture);
    assert.match(JSON.stringify(run.outputs), /needs a value/);
  });

  const closed = {
    ...awsPlatformFixture,
    signOn: { ...awsPlatformFixture.signOn, audiences: ["https://x.example"] },
  };
  for (const [what, args, platform, message] of [
    [
      "an unknown parameter",
      { parameters: { rows: 1, cols: 2 } },
      awsPlatformFixture,
      /no parameter \\"cols\\"/,
    ],
    ["five fields", { schedule: { cron: "30 2 * * *" } }, awsPlatformFixture, /it has 5 fields/],
    ["too many at a time", { maxConcurrency: 11 }, awsPlatformFixture, /maxConcurrency is 11/],
    [
      "another tenant's prefix",
      { pipelineRoot: "s3://kubeflow-prod-artifacts/b/x" },
      awsPlatformFixture,
      /outside/,
    ],
    ["a gateway that takes no such tokens", {}, closed, /signOn\.tokenAudiences/],
  ] as const) {
    it(`refuses ${what} before it is registered`, async () => {
      const run = await made(args, platform);
      assert.deepEqual(kinds(run), []);
      assert.match(JSON.stringify(run.outputs), message);
    });
  }
});
