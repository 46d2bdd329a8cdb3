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
    assert.deepEqual(examples.pipeline, {});
  });

  it("keeps the other defaults of an example that says one thing", () => {
    assert.deepEqual(parse({ examples: { trainJob: { nodes: 4 } } }).examples.trainJob, {
      attempt: 1,
      cpu: 1,
      memoryGiB: 2,
      nodes: 4,
    });
  });

  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ["a tenant without an owner", { tenants: [{ name: "a" }] }, /tenants\.0\.owner is missing/],
    [
      "a quota that is no number",
      { tenants: [{ name: "a", owner: "a@example.com", quota: { cpu: "4" } }] },
      /tenants\.0\.quota\.cpu is "4"/,
    ],
    ["no nodes at all", { examples: { trainJob: { nodes: 0 } } }, /examples\.trainJob\.nodes is 0/],
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
