import * as assert from "node:assert/strict";
import { WorkloadsConfig } from "./config";
import { planWorkloads } from "./plan";
import { platformFixture } from "./testing";

const ann = { name: "team-a", owner: "ann@example.com" };

const noModel =
  "Left out: serving, as there is no model to serve yet. To change that, run the pipeline, and name what it made in kubeflow-workloads:examples.serving.model.";

function plan(config: object = {}, platform = platformFixture) {
  return planWorkloads(WorkloadsConfig.parse(config), platform);
}

describe("planWorkloads", () => {
  it("gives the generated user a tenant with every example in it", () => {
    const { tenants, examples, leftOut } = plan();
    assert.deepEqual(tenants, [{ ...ann, quota: {} }]);
    assert.deepEqual(
      [...examples],
      [
        "pipeline",
        "trainJob",
        "pyTorchJob",
        "fineTuning",
        "tfJob",
        "experiment",
        "inferenceService",
        "notebook",
        "chain",
      ].map((name) => [name, "team-a"]),
    );
    assert.deepEqual(leftOut, [noModel]);
  });

  it("says why an example is left out and how to get it, a line a reason", () => {
    const platform = { ...platformFixture, components: ["profiles", "trainer"] };
    const { examples, leftOut } = plan({ examples: { notebook: { enabled: false } } }, platform);
    assert.deepEqual([...examples.keys()], ["trainJob", "fineTuning"]);
    const missing = (names: string, component: string) =>
      `Left out: ${names}, as the platform runs without component ${component}. To change that, switch ${component} on in kubeflow-platform:components.`;
    assert.deepEqual(leftOut, [
      missing("pipeline, chain", "pipelines"),
      missing("pyTorchJob, tfJob", "trainingOperator"),
      missing("experiment", "katib"),
      missing("inferenceService, serving", "kserve"),
    ]);
  });

  it("says what else an example waits for", () => {
    const without = (component: string) => ({
      ...platformFixture,
      components: platformFixture.components.filter((one) => one !== component),
    });
    const real = { ...platformFixture, cluster: { ...platformFixture.cluster, simulated: false } };
    assert.deepEqual(plan({}, real).leftOut, [
      "Left out: fineTuning, as no runtime's image has transformers, PEFT and DeepSpeed. To change that, name one in kubeflow-workloads:examples.fineTuning.image.",
      noModel,
    ]);
    const { examples } = plan({ examples: { fineTuning: { image: "ghcr.io/team/tune:1" } } }, real);
    assert.ok(examples.has("fineTuning"));
    assert.deepEqual(plan({}, without("kserve")).leftOut, [
      "Left out: inferenceService, serving, chain, as the platform runs without component kserve. To change that, switch kserve on in kubeflow-platform:components.",
    ]);
    assert.deepEqual(plan({}, without("trainer")).leftOut, [
      "Left out: trainJob, fineTuning, chain, as the platform runs without component trainer. To change that, switch trainer on in kubeflow-platform:components.",
      "Left out: experiment, as its trials are TrainJobs, and the platform runs without component trainer. To change that, switch trainer on in kubeflow-platform:components.",
      noModel,
    ]);
  });

  it("serves the pipeline's model once it is named", () => {
    const model = "s3://kubeflow-prod-models/team-a/churn/v1/";
    assert.ok(plan({ examples: { serving: { model } } }).examples.has("serving"));
    assert.throws(
      () => plan({ examples: { serving: { enabled: true } } }),
      /serving\.enabled is true, but there is no model to serve yet\n {2}→ run the pipeline, and name what it made/,
    );
  });

  it("fails where an example was asked for", () => {
    const platform = { ...platformFixture, components: ["profiles"] };
    assert.throws(
      () => plan({ examples: { experiment: { enabled: true } } }, platform),
      /kubeflow-workloads:examples\.experiment\.enabled is true, but the platform runs without component katib\n {2}→ switch katib on/,
    );
  });

  it("needs definitions that are Kubernetes objects for a pipeline", () => {
    const platform = { ...platformFixture, pipelines: { definitions: "database" as const } };
    assert.match(plan({}, platform).leftOut.join(), /Left out: pipeline, chain, as .*KFP's database/);
    assert.throws(() => plan({ examples: { pipeline: { enabled: true } } }, platform), /KFP's database/);
  });

  it("makes only what is named where examples are off", () => {
    const { examples } = plan({ examples: { enabled: false, pipeline: { enabled: true } } });
    assert.deepEqual([...examples], [["pipeline", "team-a"]]);
  });

  it("makes no tenant where nobody signs in with a password, and no example without a tenant", () => {
    const { tenants, examples, leftOut } = plan({}, { ...platformFixture, credentials: {} });
    assert.deepEqual([tenants, [...examples], leftOut.length], [[], [], 1]);
  });

  const wrong: [string, object, RegExp][] = [
    ["one tenant twice", { tenants: [ann, ann] }, /names "team-a" twice/],
    [
      "a tenant in the platform's namespace",
      { tenants: [{ ...ann, name: "kubeflow" }] },
      /belongs to the platform/,
    ],
    [
      "a contributor who is the owner",
      { tenants: [{ ...ann, contributors: [{ email: ann.owner }] }] },
      /tenant "team-a": contributors name ann@example\.com, who owns it/,
    ],
    [
      "a volume that the platform has no class for",
      { tenants: [{ ...ann, sharedVolume: {} }] },
      /tenant "team-a": sharedVolume needs a shared file system/,
    ],
    [
      "an example in no tenant",
      { examples: { notebook: { tenant: "b" } } },
      /notebook\.tenant is "b"; the tenants are team-a/,
    ],
  ];
  for (const [what, config, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => plan(config), message);
    });
  }

  it("refuses tenants where the platform has no profiles", () => {
    assert.throws(
      () => plan({}, { ...platformFixture, components: [] }),
      /need the platform component profiles/,
    );
  });
});
