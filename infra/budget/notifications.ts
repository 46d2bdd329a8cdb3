import type { BudgetConfig } from "../config/operations";

/** One notification of a budget, as aws.budgets.Budget takes it. */
export interface BudgetNotification {
  readonly comparisonOperator: "GREATER_THAN";
  /** ACTUAL: what was spent already. FORECASTED: what AWS expects the month to cost. */
  readonly notificationType: "ACTUAL" | "FORECASTED";
  /** How much of the budget, in percent. */
  readonly threshold: number;
  readonly thresholdType: "PERCENTAGE";
  readonly subscriberEmailAddresses: string[];
}

/** When mail goes out. AWS allows five notifications a budget, each to ten addresses (AWS::Budgets::Budget). */
const OCCASIONS = [
  { notificationType: "ACTUAL", threshold: 50 },
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/** The notifications of a budget: at 50, 80 and 100 % spent, and when the forecast passes 100 %. */
export function budgetNotifications(notify: BudgetConfig["notify"]): BudgetNotification[] {
  return OCCASIONS.map((occasion) => ({
    comparisonOperator: "GREATER_THAN",
    ...occasion,
    thresholdType: "PERCENTAGE",
    subscriberEmailAddresses: [...notify],
  }));
}

/**
 * What a budget counts: everything with these tags. A tag that people set is written `user:<key>$<value>` (the
 * create-budget example of the AWS CLI).
 */
export function tagFilters(tags: Readonly<Record<string, string>>): { name: string; values: string[] }[] {
  return Object.entries(tags).map(([key, value]) => ({
    name: "TagKeyValue",
    values: [`user:${key}$${value}`],
  }));
}
