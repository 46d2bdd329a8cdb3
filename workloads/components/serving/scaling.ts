import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import type { Mode, ReplicaArgs } from "./inference-service-args";

/** What the number of replicas follows, and how much of it one replica is to have. */
export type Scale =
  /** Percent of the processors or the memory that the pods ask for, 1 to 100. `Standard`. */
  | { readonly metric: "cpu" | "memory"; readonly target: number }
  /** Requests a second and replica. `Knative`; `Standard` with add-ons `keda` and `prometheus`. */
  | { readonly metric: "rps"; readonly target: number }
  /** Requests that a replica has in hand. `Knative`. */
  | { readonly metric: "concurrency"; readonly target: number }
  /** What Prometheus answers to a query, for each replica. `Standard` with add-ons `keda` and `prometheus`. */
  | { readonly metric: "query"; readonly query: string; readonly target: number };

type Metric = Scale["metric"];

/** Who scales an InferenceService: KServe's annotation `serving.kserve.io/autoscalerClass`; Knative has its own. */
export type AutoscalerClass = "hpa" | "keda" | "knative";

/**
 * Prometheus of the platform's add-on, as KEDA reaches it. Source: Service of chart kube-prometheus-stack in namespace
 * `monitoring`.
 */
const prometheusAddress = "http://kube-prometheus-stack-prometheus.monitoring.svc:9090";

/** Percent of the processors that KServe scales by where nothing is said (constants.go of 0.16, DefaultCPUUtilization). */
const defaultCpuPercent = 80;

/**
 * The metrics that a mode knows on a platform. Knative scales by processors and memory only with an autoscaler of its
 * own, autoscaler-hpa, which release 26.03 doesn't install, and KServe's webhook refuses both there
 * (inference_service_validation.go of 0.16).
 */
export function metricsOf(mode: Mode, { addons }: Pick<PlatformOutputs, "addons">): readonly Metric[] {
  if (mode === "Knative") {
    return ["concurrency", "rps"];
  }
  return hasKeda(addons) ? ["cpu", "memory", "rps", "query"] : ["cpu", "memory"];
}

/**
 * Who scales all parts of an InferenceService: KServe has one class for them all.
 *
 * @throws UserError where a metric is unknown to the mode, or a number of replicas or a target is out of range
 */
export function autoscalerClass(
  owner: string,
  mode: Mode,
  parts: readonly ReplicaArgs[],
  platform: Pick<PlatformOutputs, "addons">,
): AutoscalerClass {
  parts.forEach((part) => {
    checkReplicas(owner, mode, part);
    checkScale(owner, mode, part.scale, platform);
  });
  if (mode === "Knative") {
    return "knative";
  }
  return parts.some(({ scale }) => scale?.metric === "rps" || scale?.metric === "query") ? "keda" : "hpa";
}

/** Fewest and most replicas of a part. */
export function replicasOf({ minReplicas = 1, maxReplicas }: ReplicaArgs): { min: number; max: number } {
  return { min: minReplicas, max: maxReplicas ?? Math.max(1, minReplicas) };
}

/**
 * The fields of a part that scale it.
 *
 * @param workload the Deployment of the part in the Standard mode and its namespace, which metrics are asked of
 */
export function scalingSpec(
  autoscaler: AutoscalerClass,
  part: ReplicaArgs,
  workload: { readonly name: string; readonly namespace: string },
) {
  const { min, max } = replicasOf(part);
  const replicas = { minReplicas: min, maxReplicas: max };
  const { scale } = part;
  if (autoscaler === "keda") {
    // KEDA refuses an object without triggers, and KServe gives it none by default.
    const metric = kedaMetric(scale ?? { metric: "cpu", target: defaultCpuPercent }, workload);
    return { ...replicas, autoScaling: { metrics: [metric] } };
  }
  return scale === undefined
    ? replicas
    : { ...replicas, scaleMetric: scale.metric, scaleTarget: scale.target };
}

function kedaMetric(
  scale: Scale,
  { name, namespace }: { readonly name: string; readonly namespace: string },
) {
  if (scale.metric === "cpu" || scale.metric === "memory") {
    return {
      type: "Resource",
      resource: {
        name: scale.metric,
        target: { type: "Utilization", averageUtilization: scale.target },
      },
    };
  }
  const query =
    scale.metric === "query"
      ? scale.query
      : `sum(rate(istio_requests_total{reporter="destination",namespace="${namespace}",destination_workload="${name}"}[1m]))`;
  return {
    type: "External",
    external: {
      metric: { backend: "prometheus", serverAddress: prometheusAddress, query },
      target: { type: "Value", value: String(scale.target) },
    },
  };
}

function checkReplicas(owner: string, mode: Mode, part: ReplicaArgs): void {
  const { min, max } = replicasOf(part);
  const fits = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max >= 1 && min <= max;
  if (!fits) {
    throw new UserError(
      `${owner}: from ${min} to ${max} replicas; both are whole numbers, at most 1 replica or more and at least as many as the fewest`,
      min > max ? "raise maxReplicas" : "correct minReplicas and maxReplicas",
    );
  }
  if (min === 0 && mode === "Standard" && part.scale?.metric !== "query") {
    throw new UserError(
      `${owner}: from 0 to ${max} replicas in mode Standard: nothing would make the first one`,
      "set mode: Knative, or scale by a query of Prometheus with the add-on keda",
    );
  }
}

function checkScale(
  owner: string,
  mode: Mode,
  scale: Scale | undefined,
  platform: Pick<PlatformOutputs, "addons">,
): void {
  if (scale === undefined) {
    return;
  }
  const { metric, target } = scale;
  const known = metricsOf(mode, platform);
  if (!known.includes(metric)) {
    const more = mode === "Standard" && !hasKeda(platform.addons);
    throw new UserError(
      `${owner}: mode ${mode} does not scale by "${metric}"; it knows ${known.join(", ")}`,
      `choose one of them${more ? ", or switch the add-ons keda and prometheus on for rps and query" : ""}`,
    );
  }
  const percent = metric === "cpu" || metric === "memory";
  // KServe's field is a whole number, but for the threshold that KEDA gets as text.
  const whole = Number.isInteger(target) || (mode === "Standard" && !percent);
  if (!(target > 0) || !Number.isFinite(target) || !whole || (percent && target > 100)) {
    throw new UserError(
      `${owner}: a scale target of ${target} for ${metric}; it is ${percent ? "a whole number of percent from 1 to 100" : "a number above 0, whole in mode Knative"}`,
      "correct scale.target",
    );
  }
  if (scale.metric === "query" && scale.query.trim() === "") {
    throw new UserError(
      `${owner}: scale.query is empty`,
      "write a query of Prometheus that gives one number",
    );
  }
}

function hasKeda(addons: readonly string[]): boolean {
  return addons.includes("keda") && addons.includes("prometheus");
}
