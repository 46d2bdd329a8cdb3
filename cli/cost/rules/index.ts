import { type InventoryResource, type Quantity, type Rule, type Surroundings, unknown } from "../quantities";
import { clusterRules } from "./cluster";
import { databaseRules } from "./database";
import { edgeRules } from "./edge";
import { isFree } from "./free";
import { networkRules } from "./network";
import { operationsRules } from "./operations";
import { storageRules } from "./storage";

/** What of which type of resource costs money. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...networkRules,
  ...clusterRules,
  ...storageRules,
  ...databaseRules,
  ...edgeRules,
  ...operationsRules,
};

/** Everything that costs money in an environment, in the order of its resources. */
export function quantitiesOf(around: Surroundings): readonly Quantity[] {
  return around.resources.flatMap((resource) => quantitiesOfOne(resource, around));
}

function quantitiesOfOne(resource: InventoryResource, around: Surroundings): readonly Quantity[] {
  const rule = RULES[resource.type];
  if (rule !== undefined) {
    // Nothing of something is no line: a web ACL without rules has no rules to pay for.
    return rule(resource, around).filter(({ count }) => count !== 0);
  }
  return isFree(resource.type) ? [] : [unknown("other", resource, `resources of type ${resource.type}`)];
}
