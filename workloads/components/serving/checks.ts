import { UserError } from "../../../config/errors";
import type { InferenceServiceArgs, Mode } from "./inference-service-args";
import { replicasOf } from "./scaling";
import { checkRollout } from "./rollout";

/** The longest label of a host name. */
const longestLabel = 63;

/** Knative 1.21's `max-revision-timeout-seconds`, which release 26.03 leaves as it is. */
const longestTimeout = 600;

/**
 * Checks what an InferenceService asks for against its mode and the platform.
 *
 * @throws UserError naming the field
 */
export function checkService(owner: string, mode: Mode, args: InferenceServiceArgs): void {
  const { platform } = args;
  const needed = mode === "Standard" ? ["kserve"] : ["kserve", "knativeServing"];
  const missing = needed.filter((component) => !platform.components.includes(component));
  if (missing.length > 0) {
    throw new UserError(
      `${owner}: mode ${mode} needs the platform's ${missing.join(" and ")}, which platform "${platform.environment}" has not got`,
      `switch ${missing.length === 1 ? "it" : "them"} on in kubeflow-platform:components${missing.includes("kserve") ? "" : ", or use the other mode"}`,
    );
  }
  checkRollout(owner, mode, args.rollout);
  checkTimes(owner, mode, args);
  checkContainers(owner, args);
  checkRateLimit(owner, args);
  checkAlerts(owner, args);
  checkCallers(owner, args);
}

/**
 * Checks the names that others make of that of an InferenceService.
 *
 * @throws UserError where a label of a host name gets too long
 */
export function checkHost(owner: string, service: string, namespace: string, mode: Mode): void {
  const label = mode === "Standard" ? `${service}-${namespace}` : `${service}-transformer-${namespace}`;
  if (label.length > longestLabel) {
    throw new UserError(
      `${owner}: ${label} would be part of its host name and has ${label.length} characters of at most ${longestLabel}`,
      "choose a shorter name",
    );
  }
}

function checkTimes(owner: string, mode: Mode, args: InferenceServiceArgs): void {
  const { timeoutSeconds, containerConcurrency } = args;
  const most = mode === "Knative" ? longestTimeout : Number.MAX_SAFE_INTEGER;
  if (timeoutSeconds !== undefined && !(isCount(timeoutSeconds) && timeoutSeconds <= most)) {
    throw new UserError(
      `${owner}: timeoutSeconds is ${timeoutSeconds}; it is a whole number above 0${mode === "Knative" ? ` and at most ${longestTimeout}` : ""}`,
      "correct it",
    );
  }
  if (containerConcurrency !== undefined && (mode === "Standard" || !isCount(containerConcurrency))) {
    throw new UserError(
      mode === "Standard"
        ? `${owner}: containerConcurrency does nothing in mode Standard`
        : `${owner}: containerConcurrency is ${containerConcurrency}; it is a whole number above 0`,
      mode === "Standard" ? "leave it out, or set mode: Knative" : "correct it",
    );
  }
}

function checkContainers(
  owner: string,
  { predictor, canary, transformer, explainer }: InferenceServiceArgs,
): void {
  const containers = [predictor, canary?.predictor].flatMap((each) =>
    each?.kind === "custom" ? [each] : [],
  );
  if (
    [...containers, transformer, explainer].some(
      (own) => own?.program !== undefined && own.command !== undefined,
    )
  ) {
    throw new UserError(`${owner}: a container has both a program and a command`, "leave one of them out");
  }
}

function checkRateLimit(owner: string, { rateLimit }: InferenceServiceArgs): void {
  if (rateLimit === undefined) {
    return;
  }
  const { requestsPerSecond, burst = Math.max(1, requestsPerSecond) } = rateLimit;
  const rate = requestsPerSecond > 0 && (requestsPerSecond < 1 || Number.isInteger(requestsPerSecond));
  if (!rate || !Number.isInteger(burst) || burst < requestsPerSecond) {
    throw new UserError(
      `${owner}: a rate limit of ${requestsPerSecond} requests a second with a burst of ${burst}; the first is a whole number or between 0 and 1, the second a whole number and no less`,
      "correct rateLimit",
    );
  }
}

function checkAlerts(owner: string, args: InferenceServiceArgs): void {
  const { alerts, platform } = args;
  if (alerts === undefined) {
    return;
  }
  if (!platform.addons.includes("prometheus")) {
    throw new UserError(
      `${owner}: it has alerts, and platform "${platform.environment}" has no Prometheus`,
      "leave alerts out there, or switch the add-on prometheus on",
    );
  }
  const { errorRatePercent, latencyP99Seconds, unavailableMinutes } = alerts;
  if (unavailableMinutes !== undefined && !isCount(unavailableMinutes)) {
    throw new UserError(
      `${owner}: alerts.unavailableMinutes is ${unavailableMinutes}; it is a whole number above 0`,
      "correct it",
    );
  }
  const bounds = { errorRatePercent, latencyP99Seconds };
  const wrong = Object.entries(bounds).find(([, value]) => value !== undefined && !(value > 0));
  if (wrong !== undefined || (errorRatePercent ?? 1) >= 100) {
    const [key, value] = wrong ?? ["errorRatePercent", errorRatePercent];
    throw new UserError(
      `${owner}: alerts.${key} is ${value}; it is above 0${key === "errorRatePercent" ? " and below 100" : ""}`,
      "correct it",
    );
  }
  if (unavailableMinutes !== undefined && replicasOf(args).min === 0) {
    throw new UserError(
      `${owner}: alerts.unavailableMinutes with minReplicas 0: no pod is no fault there`,
      "leave it out",
    );
  }
}

function checkCallers(owner: string, { callers = [], platform }: InferenceServiceArgs): void {
  const groups = callers.flatMap((caller) => caller.groups ?? []);
  if (groups.length > 0 && platform.signOn.tokenIssuers.length === 0) {
    throw new UserError(
      `${owner}: group ${groups.join(", ")} may call, and platform "${platform.environment}" has no issuer of tokens that say groups`,
      "name people or service accounts instead",
    );
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}
