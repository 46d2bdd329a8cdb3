import { UserError } from "../../../config/errors";
import { withEfa } from "../../spec/efa";
import { place } from "../../spec/placement";
import { withoutSidecar } from "../../spec/pod";
import { checkQuota, type TenantReference } from "../../spec/tenant";
import type { TrainingArgs } from "./training-args";

/**
 * Seconds that a pod may take to save its state when it has to go. AWS gives two minutes' notice before it takes a spot
 * instance back (EC2 User Guide, "Spot Instance interruption notices"); some of them pass before Karpenter acts.
 */
export const graceSeconds = 90;

/** Metadata of pods that train: no sidecar, and no node taken from under them only to save money or to renew it. */
export const trainingPodMetadata = {
  labels: withoutSidecar,
  annotations: { "karpenter.sh/do-not-disrupt": "true" },
};

/** Holds a count against what it may be. */
export function countOf(owner: string, key: string, count: number | undefined, least: number): number {
  const value = count ?? least;
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UserError(`${owner}: ${key} is ${value}`, `give a whole number, ${least} or more`);
  }
  return value;
}

/** Seconds of some hours; fractions are allowed. */
export function secondsOf(owner: string, key: string, hours: number): number {
  const seconds = Math.round(hours * 3600);
  if (!(seconds > 0)) {
    throw new UserError(`${owner}: ${key} is ${hours}`, "give a number of hours above 0");
  }
  return seconds;
}

/** Pool, resources and adapters of a node of a job. */
export function nodePlacement(owner: string, args: TrainingArgs) {
  return withEfa(owner, place(owner, args), args, args.platform);
}

/**
 * Holds what all nodes of a job ask for together against the tenant's quota.
 *
 * @throws UserError naming each amount that the quota is too small for
 */
export function checkNodes(
  owner: string,
  tenant: TenantReference,
  nodes: number,
  { resources: { cpu, memoryGiB } }: TrainingArgs,
  accelerators: number,
): void {
  checkQuota(owner, tenant, { cpu: cpu * nodes, memoryGiB: memoryGiB * nodes, gpus: accelerators * nodes });
}

/** Holds the environment that people give against what is set for the program. */
export function checkEnvironment(
  owner: string,
  environment: Readonly<Record<string, string>> | undefined,
  prefixes: readonly string[],
): void {
  const names = Object.keys(environment ?? {});
  const taken = names.filter((name) =>
    [...prefixes, "CHECKPOINT_URI", "DATA_URI"].some((prefix) => name.startsWith(prefix)),
  );
  if (taken.length > 0) {
    throw new UserError(
      `${owner}: environment has ${taken.join(", ")}, which is set for the program`,
      "take it out; nodes, processesPerNode, checkpoints and data say what is in it",
    );
  }
}
