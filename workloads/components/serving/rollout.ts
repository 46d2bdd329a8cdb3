import { UserError } from "../../../config/errors";
import type { Mode, Rollout } from "./inference-service-args";

/**
 * Refuses what the mode of an InferenceService has no use for.
 *
 * @throws UserError naming the field
 */
export function checkRollout(owner: string, mode: Mode, rollout: Rollout = {}): void {
  const { strategy, maxSurgePercent, maxUnavailablePercent, durationSeconds } = rollout;
  const ofOther =
    mode === "Standard" ? { durationSeconds } : { strategy, maxSurgePercent, maxUnavailablePercent };
  const [wrong] = Object.entries(ofOther).find(([, value]) => value !== undefined) ?? [];
  if (wrong !== undefined) {
    throw new UserError(
      `${owner}: rollout.${wrong} does nothing in mode ${mode}`,
      mode === "Standard" ? "use strategy, maxSurgePercent and maxUnavailablePercent" : "use durationSeconds",
    );
  }
  const { surge, unavailable } = percents(rollout);
  if (strategy === "Recreate" && (maxSurgePercent ?? maxUnavailablePercent) !== undefined) {
    throw new UserError(`${owner}: rollout.strategy is Recreate, which takes no percents`, "leave them out");
  }
  if (![surge, unavailable].every((percent) => Number.isInteger(percent) && percent >= 0 && percent <= 100)) {
    throw new UserError(
      `${owner}: rollout with ${surge} percent more and ${unavailable} percent fewer pods; both are whole numbers from 0 to 100`,
      "correct maxSurgePercent and maxUnavailablePercent",
    );
  }
  if (surge === 0 && unavailable === 0) {
    throw new UserError(
      `${owner}: a rollout with neither more nor fewer pods gets nowhere`,
      "raise maxSurgePercent or maxUnavailablePercent",
    );
  }
  if (durationSeconds !== undefined && !(Number.isInteger(durationSeconds) && durationSeconds >= 0)) {
    throw new UserError(`${owner}: rollout.durationSeconds is ${durationSeconds}`, "give whole seconds");
  }
}

/** The `deploymentStrategy` of each part in the Standard mode; undefined where nothing is said. */
export function deploymentStrategy(rollout: Rollout = {}) {
  const { strategy, maxSurgePercent, maxUnavailablePercent } = rollout;
  if (strategy === "Recreate") {
    return { type: "Recreate" };
  }
  if ((strategy ?? maxSurgePercent ?? maxUnavailablePercent) === undefined) {
    return undefined;
  }
  const { surge, unavailable } = percents(rollout);
  return {
    type: "RollingUpdate",
    rollingUpdate: { maxSurge: `${surge}%`, maxUnavailable: `${unavailable}%` },
  };
}

/** Knative's annotation, which KServe 0.16 puts on the Knative Service. */
export function rolloutAnnotations({ durationSeconds }: Rollout = {}): Record<string, string> {
  return durationSeconds === undefined
    ? {}
    : { "serving.knative.dev/rollout-duration": `${durationSeconds}s` };
}

/** Kubernetes' own defaults, and KServe's. */
function percents({ maxSurgePercent = 25, maxUnavailablePercent = 25 }: Rollout) {
  return { surge: maxSurgePercent, unavailable: maxUnavailablePercent };
}
