import * as assert from "node:assert/strict";
import { WorkloadsConfig } from "./config";
import { planWorkloads } from "./plan";
import { platformFixture } from "./testing";

const ann = { name: "team-a", owner: "ann@example.com" };

function plan(config: object = {}, platform = platformFixture) {
  return planWorkloads(WorkloadsConfig.parse(config), platform);
}

describe("planWorkloads", () => {
  it("gives the generated user a tenant with every example in it", () => {
    const { tenants, examples, leftOut } = plan();
    assert.deepEqual(tenants, [{ ...ann, quota: {} }]);
    assert.deepEqual(
      [...examples],
      ["trainJob", "pyTorchJob", "experiment", "inferenceService", "notebook", "pipeline"].map((name) => [
        name,
        "team-a",
      ]),
    );
    assert.deepEqual(leftOut, []);
  });

  it("says why an example is left out and how to get it", () => {
    const platform = { ...platformFixture, components: ["profiles", "trainer"] };
    const { examples, leftOut } = plan({ examples: { notebook: { enabled: false } } }, platform);
    assert.deepEqual([...examples.keys()], ["trainJob"]);
    assert.equal(
      leftOut[0],
      "Left out: pyTorchJob, as the platform runs without component trainingOperator. To change that, switch trainingOperator on in kubeflow-platform:components.",
    );
    assert.equal(leftOut.length, 4);
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
    assert.match(plan({}, platform).leftOut.join(), /Left out: pipeline, as .*KFP's database/);
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
    [
      "an unknown pool",
      { examples: { trainJob: { pool: "a100" } } },
      /examples\.trainJob: there is no node pool "a100"; the pools are cpu, gpu/,
    ],
    ["too many GPUs", { examples: { trainJob: { pool: "gpu", accelerators: 9 } } }, /has 4/],
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
