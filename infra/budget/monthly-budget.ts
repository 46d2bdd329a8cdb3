import * as budgets from "@pulumi/aws/budgets";
import * as pulumi from "@pulumi/pulumi";
import type { BudgetConfig } from "../config/operations";
import type { Site } from "../site";
import { budgetNotifications, tagFilters } from "./notifications";

/** What a {@link MonthlyBudget} is made from. */
export interface MonthlyBudgetArgs {
  readonly site: Site;
  /** `kubeflow-infra:budget`. */
  readonly config: BudgetConfig;
  /** The tag that everything of the environment carries; the budget counts what has this value of it. */
  readonly tags: { readonly environment: string };
}

/**
 * Mail before the bill is a surprise. Costs nothing.
 *
 * AWS knows costs by tag only once `environment` is activated as a cost allocation tag: by hand, once for the
 * organization, in Billing of the account that pays, where the key appears up to 24 hours after its first use
 * (documentation of aws.costexplorer.CostAllocationTag, which for that reason can't be made in the first run). Until
 * then the budget counts zero.
 */
export class MonthlyBudget extends pulumi.ComponentResource {
  constructor(name: string, args: MonthlyBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:MonthlyBudget", name, {}, opts);
    const { site, config, tags } = args;

    new budgets.Budget(
      `${name}-cost`,
      {
        name: `${site.clusterName}-monthly`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(config.monthlyUsd),
        limitUnit: "USD",
        costFilters: tagFilters({ environment: tags.environment }),
        // What a credit pays for is spent all the same; with it the alarm would come when the credit is used up.
        costTypes: { includeCredit: false, includeRefund: false },
        notifications: budgetNotifications(config.notify),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
