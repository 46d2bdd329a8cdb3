import * as assert from "node:assert/strict";
import { parseConfig } from "../config/load";
import { WorkloadsConfig } from "./config";

const project = "kubeflow-workloads";

function parse(all: Record<string, unknown>) {
  const entries = Object.entries(all).map(
    ([key, value]) => [`${project}:${key}`, JSON.stringify(value)] as const,
  );
  return parseConfig(WorkloadsConfig, project, "local", Object.fromEntries(entries));
}

describe("workloads' configuration", () => {
  it("needs no key", () => {
    const { tenants, examples } = parse({});
    assert.equal(tenants, undefined);
    assert.equal(examples.enabled, true);
    assert.deepEqual(examples.trainJob, { attempt: 1, cpu: 1, memoryGiB: 2, nodes: 2 });
    assert.deepEqual(examples.pipeline, { schedule: { cron: "0 0 2 * * *", enabled: false } });
    assert.deepEqual(examples.chain, { schedule: { cron: "0 */10 * * * *", enabled: false } });
    assert.deepEqual(examples.fineTuning, {
      attempt: 1,
      cpu: 2,
      efa: false,
      memoryGiB: 4,
      nodes: 2,
      zeroStage: 2,
    });
    assert.deepEqual(examples.tfJob, {
      attempt: 1,
      cpu: 1,
      image: "tensorflow/tensorflow:2.20.0",
      memoryGiB: 2,
      nodes: 2,
    });
    assert.deepEqual(examples.experiment, {
      attempt: 1,
      cpu: 1,
      maxTrials: 6,
      memoryGiB: 2,
      parallelTrials: 2,
    });
    assert.deepEqual(examples.serving, { caller: "default-editor", cpu: 1, maxReplicas: 4, memoryGiB: 2 });
  });

  it("keeps the other defaults of an example that says one thing", () => {
    assert.deepEqual(parse({ examples: { trainJob: { nodes: 4 } } }).examples.trainJob, {
      attempt: 1,
      cpu: 1,
      memoryGiB: 2,
      nodes: 4,
    });
  });

  it("keeps what a tenant says of itself", () => {
    const [tenant] = parse({
      tenants: [
        {
          name: "vision",
          owner: "ann@example.com",
          contributors: [{ email: "bob@example.com" }],
          sharedVolume: {},
          budget: { monthlyUsd: 100, notify: ["ann@example.com"] },
        },
      ],
    }).tenants ?? [undefined];
    assert.deepEqual(tenant, {
      name: "vision",
      owner: "ann@example.com",
      contributors: [{ email: "bob@example.com", role: "edit" }],
      quota: {},
      sharedVolume: { name: "shared", sizeGiB: 1 },
      budget: { monthlyUsd: 100, notify: ["ann@example.com"] },
    });
  });

  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ["a tenant without an owner", { tenants: [{ name: "a" }] }, /tenants\.0\.owner is missing/],
    [
      "a quota that is no number",
      { tenants: [{ name: "a", owner: "a@example.com", quota: { cpu: "4" } }] },
      /tenants\.0\.quota\.cpu is "4"/,
    ],
    [
      "a negative quota",
      { tenants: [{ name: "a", owner: "a@example.com", quota: { cpu: -1 } }] },
      /tenants\.0\.quota\.cpu is -1: more than 0/,
    ],
    [
      "a contributor in another role",
      {
        tenants: [
          { name: "a", owner: "a@example.com", contributors: [{ email: "b@example.com", role: "admin" }] },
        ],
      },
      /tenants\.0\.contributors\.0\.role is "admin"/,
    ],
    [
      "a flow to no network",
      { tenants: [{ name: "a", owner: "a@example.com", egress: [{ to: { cidr: "b", ports: [1] } }] }] },
      /tenants\.0\.egress\.0\.to\.cidr is "b": an IPv4 network/,
    ],
    ["tenants whose data may be lost that are no list", { dataMayBeLost: true }, /dataMayBeLost is true/],
    ["no nodes at all", { examples: { trainJob: { nodes: 0 } } }, /examples\.trainJob\.nodes is 0/],
    [
      "a schedule without a cron expression",
      { examples: { pipeline: { schedule: { cron: "" } } } },
      /examples\.pipeline\.schedule\.cron is ""/,
    ],
    [
      "data that are not in S3",
      { examples: { chain: { source: "https://example.com/table.csv" } } },
      /examples\.chain\.source is "https:.*an address such as s3:\/\//,
    ],
    [
      "a part of ZeRO that this program has none of",
      { examples: { fineTuning: { zeroStage: 1 } } },
      /examples\.fineTuning\.zeroStage is 1: 2 or 3/,
    ],
    [
      "a new version without a model",
      { examples: { serving: { canary: { percent: 10 } } } },
      /examples\.serving\.canary\.model is missing/,
    ],
    ["another mode", { examples: { inferenceService: { mode: "Raw" } } }, /mode is "Raw"/],
    ["an unknown example", { examples: { sparkJob: {} } }, /examples\.sparkJob: unknown key/],
    ["an unknown key", { tenant: [] }, /tenant: unknown key \(did you mean tenants\?\)/],
  ];
  for (const [what, config, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parse(config), message);
    });
  }
});
