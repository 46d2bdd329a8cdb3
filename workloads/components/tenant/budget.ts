import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import type { TenantBudget } from "./tenant-args";

/** The tag that the EBS CSI driver writes on the volumes of a namespace (its option `extra-create-metadata`). */
const volumesTag = "kubernetes.io/created-for/pvc/namespace";

/** When mail goes out, as the environment's own budget has it. AWS allows five notifications a budget. */
const occasions = [
  { notificationType: "ACTUAL", threshold: 50 },
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/** The inputs of a tenant's aws.budgets.Budget; see {@link TenantBudget} for what it counts. */
export function budgetInputs(tenant: string, cluster: string, { monthlyUsd, notify, tag }: TenantBudget) {
  const { key, value } = tag ?? { key: volumesTag, value: tenant };
  return {
    name: `${cluster}-tenant-${tenant}`,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(monthlyUsd),
    limitUnit: "USD",
    // A tag that people or drivers set is written like this (the create-budget example of the AWS CLI).
    costFilters: [{ name: "TagKeyValue", values: [`user:${key}$${value}`] }],
    // What a credit pays for is spent all the same.
    costTypes: { includeCredit: false, includeRefund: false },
    notifications: occasions.map((occasion) => ({
      comparisonOperator: "GREATER_THAN",
      ...occasion,
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: [...notify],
    })),
  };
}

/** @throws UserError for a limit or addresses that AWS doesn't take, or a platform that is not on AWS */
export function checkBudget(
  label: string,
  budget: TenantBudget | undefined,
  { aws }: Pick<PlatformOutputs, "aws">,
): void {
  if (budget === undefined) {
    return;
  }
  const { monthlyUsd, notify, tag } = budget;
  if (aws === undefined) {
    throw new UserError(
      `${label}: a budget counts costs of AWS, where the platform is not`,
      "take budget out",
    );
  }
  if (!Number.isFinite(monthlyUsd) || monthlyUsd <= 0) {
    throw new UserError(
      `${label}: budget.monthlyUsd is ${monthlyUsd}; it is an amount of US dollars, more than 0`,
    );
  }
  if (notify.length < 1 || notify.length > 10) {
    throw new UserError(`${label}: budget.notify has ${notify.length} addresses; AWS writes to one to ten`);
  }
  if (tag !== undefined && (tag.key === "" || tag.key.startsWith("aws:"))) {
    throw new UserError(
      `${label}: budget.tag.key is "${tag.key}"; AWS Budgets counts tags that people or drivers set, and has no costs by aws:eks:namespace`,
      "name a tag of a node pool that only this tenant uses, or leave tag out to count its volumes",
    );
  }
}
