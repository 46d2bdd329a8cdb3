import assert from "node:assert/strict";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { MonthlyBudget } from "./monthly-budget";
import { budgetNotifications, tagFilters } from "./notifications";

const notify = ["ml@acme.example", "finance@acme.example"];
const BUDGET = "aws:budgets/budget:Budget";

describe("budgetNotifications", () => {
  it("writes at 50, 80 and 100 % spent and when 100 % are forecast", () => {
    const common = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: notify,
    };
    assert.deepEqual(budgetNotifications(notify), [
      { ...common, notificationType: "ACTUAL", threshold: 50 },
      { ...common, notificationType: "ACTUAL", threshold: 80 },
      { ...common, notificationType: "ACTUAL", threshold: 100 },
      { ...common, notificationType: "FORECASTED", threshold: 100 },
    ]);
  });
});

describe("tagFilters", () => {
  it("writes a user's tag as AWS Budgets does", () => {
    assert.deepEqual(tagFilters({ environment: "prod", "cost-center": "ml $1" }), [
      { name: "TagKeyValue", values: ["user:environment$prod"] },
      { name: "TagKeyValue", values: ["user:cost-center$ml $1"] },
    ]);
  });
});

describe("MonthlyBudget", () => {
  it("counts what carries the environment's tag, and no credits", async () => {
    const { resources } = await underMocks(
      () =>
        new MonthlyBudget("budget", {
          site: productionSite,
          config: { monthlyUsd: 2500, notify },
          tags: { environment: "prod" },
        }).urn,
    );
    assert.deepEqual(only(resources, BUDGET, "budget-cost").inputs, {
      name: "kubeflow-prod-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "2500",
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: ["user:environment$prod"] }],
      costTypes: { includeCredit: false, includeRefund: false },
      notifications: budgetNotifications(notify),
    });
  });

  it("leaves out other tags of the environment", async () => {
    const tags = { environment: "dev", owner: "ml" };
    const { resources } = await underMocks(
      () =>
        new MonthlyBudget("budget", { site: developmentSite, config: { monthlyUsd: 1, notify }, tags }).urn,
    );
    const { inputs } = only(resources, BUDGET);
    assert.equal(inputs.name, "kubeflow-dev-monthly");
    assert.deepEqual(inputs.costFilters, [{ name: "TagKeyValue", values: ["user:environment$dev"] }]);
  });
});
