import type { OpType } from "@pulumi/pulumi/automation";
import { count } from "../terminal/text";

/** What can become of a resource. */
export const outcomes = ["created", "updated", "replaced", "deleted", "same", "refreshed"] as const;

/** One of the outcomes. */
export type Outcome = (typeof outcomes)[number];

/** How many resources came to what. */
export type Changes = Record<Outcome, number>;

/** Nothing done yet. */
export function noChanges(): Changes {
  return { created: 0, updated: 0, replaced: 0, deleted: 0, same: 0, refreshed: 0 };
}

/** What a finished step means for its resource; steps that are only half of a replacement mean nothing. */
export function outcomeOf(operation: OpType): Outcome | undefined {
  switch (operation) {
    case "create":
      return "created";
    case "update":
      return "updated";
    case "create-replacement":
    case "import-replacement":
      return "replaced";
    case "delete":
      return "deleted";
    case "same":
    case "read":
    case "import":
      return "same";
    case "refresh":
      return "refreshed";
    case "replace":
    case "delete-replaced":
    case "read-replacement":
    case "discard":
    case "discard-replaced":
    case "remove-pending-replace":
      return undefined;
  }
}

/** Whether anything was, or would be, changed. */
export function isChanged(changes: Changes): boolean {
  return changes.created + changes.updated + changes.replaced + changes.deleted > 0;
}

/** `12 created, 3 unchanged`, or of a plan `12 to be created, 3 unchanged`. */
export function describeChanges(changes: Changes, planned = false): string {
  const parts = outcomes
    .filter((outcome) => changes[outcome] > 0 && outcome !== "refreshed")
    .map(
      (outcome) =>
        `${changes[outcome]} ${outcome === "same" ? "unchanged" : `${planned ? "to be " : ""}${outcome}`}`,
    );
  return parts.length === 0 ? "nothing to do" : parts.join(", ");
}

/** Sums up several stacks. */
export function addChanges(all: readonly Changes[]): Changes {
  const sum = noChanges();
  for (const changes of all) {
    for (const outcome of outcomes) {
      sum[outcome] += changes[outcome];
    }
  }
  return sum;
}

/** `604 objects`. */
export function countObjects(n: number): string {
  return count(n, "object");
}
