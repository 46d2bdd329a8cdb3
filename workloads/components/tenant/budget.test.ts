import * as assert from "node:assert/strict";
import { awsPlatformFixture, platformFixture } from "../../testing";
import { budgetInputs, checkBudget } from "./budget";
import type { TenantBudget } from "./tenant-args";

const budget: TenantBudget = { monthlyUsd: 250, notify: ["ann@example.com"] };

describe("budgetInputs", () => {
  it("count the tenant's volumes, and write as the environment's budget does", () => {
    const common = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: ["ann@example.com"],
    };
    assert.deepEqual(budgetInputs("team-a", "kubeflow-prod", budget), {
      name: "kubeflow-prod-tenant-team-a",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "250",
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: ["user:kubernetes.io/created-for/pvc/namespace$team-a"] }],
      costTypes: { includeCredit: false, includeRefund: false },
      notifications: [
        { ...common, notificationType: "ACTUAL", threshold: 50 },
        { ...common, notificationType: "ACTUAL", threshold: 80 },
        { ...common, notificationType: "ACTUAL", threshold: 100 },
        { ...common, notificationType: "FORECASTED", threshold: 100 },
      ],
    });
  });

  it("count what another tag says", () => {
    const tag = { key: "team", value: "vision" };
    assert.deepEqual(budgetInputs("team-a", "kubeflow-prod", { ...budget, tag }).costFilters, [
      { name: "TagKeyValue", values: ["user:team$vision"] },
    ]);
  });
});

describe("checkBudget", () => {
  const check = (change: object, platform = awsPlatformFixture) => {
    checkBudget('tenant "team-a"', { ...budget, ...change }, platform);
  };

  it("takes one on AWS, and none anywhere", () => {
    check({});
    checkBudget('tenant "team-a"', undefined, platformFixture);
  });

  for (const [what, change, message] of [
    ["a limit that is none", { monthlyUsd: -1 }, /monthlyUsd is -1/],
    ["nobody to write to", { notify: [] }, /0 addresses/],
    ["a tag that Budgets has no costs of", { tag: { key: "aws:eks:namespace", value: "a" } }, /aws:eks/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        check(change);
      }, message);
    });
  }

  it("refuses one outside of AWS", () => {
    assert.throws(() => {
      check({}, platformFixture);
    }, /counts costs of AWS/);
  });
});
