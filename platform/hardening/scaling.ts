import { isObject, type Manifest, objectKey, type Transform } from "../../manifests";
import type { HardeningOptions } from "./options";
import type { WorkloadRow } from "./row";
import { isWorkload, matches, textsOf, workloadOf } from "./workload";

/** Gives HorizontalPodAutoscalers the lower bound that other workloads have as their number. */
export function withLowerBound({ replicas }: HardeningOptions): Transform {
  return (manifest) => {
    const { kind, spec } = manifest;
    if (kind !== "HorizontalPodAutoscaler" || !isObject(spec)) {
      return manifest;
    }
    const { minReplicas, maxReplicas } = spec;
    if (typeof maxReplicas !== "number") {
      throw new Error(`${objectKey(manifest)} has no maxReplicas`);
    }
    const lower = Math.max(replicas, typeof minReplicas === "number" ? minReplicas : 1);
    return { ...manifest, spec: { ...spec, minReplicas: lower, maxReplicas: Math.max(lower, maxReplicas) } };
  };
}

/** Upstream's budgets let all pods go at once (minAvailable 0); with several pods, one goes at a time. */
export function withSatisfiableBudget({ replicas }: HardeningOptions): Transform {
  return (manifest) => {
    const { kind, spec } = manifest;
    if (kind !== "PodDisruptionBudget" || replicas < 2 || !isObject(spec)) {
      return manifest;
    }
    const { minAvailable, ...rest } = spec;
    return minAvailable === 0 ? { ...manifest, spec: { ...rest, ...budget } } : manifest;
  };
}

/** Pods that don't get ready must not keep a node from being drained. */
const budget = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" } as const;

/**
 * Budgets for workloads with several pods which have none: two that select the same pod make the API server refuse
 * every eviction of it.
 */
export function disruptionBudgets(
  manifests: readonly Manifest[],
  rowOf: (manifest: Manifest) => WorkloadRow | undefined,
  { replicas }: HardeningOptions,
): Manifest[] {
  if (replicas < 2) {
    return [];
  }
  const existing = manifests.filter(({ kind }) => kind === "PodDisruptionBudget");
  return manifests.filter(isWorkload).flatMap((manifest) => {
    const scale = rowOf(manifest)?.scale.kind;
    if (scale !== "several" && scale !== "autoscaled") {
      return [];
    }
    const { selector, labels } = workloadOf(manifest);
    const has = existing.some(
      ({ metadata, spec }) =>
        metadata.namespace === manifest.metadata.namespace &&
        isObject(spec) &&
        isObject(spec.selector) &&
        matches(textsOf(spec.selector.matchLabels), labels),
    );
    const { name, namespace } = manifest.metadata;
    return has
      ? []
      : [
          {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            metadata: { name, ...(namespace !== undefined && { namespace }) },
            spec: { selector: { matchLabels: { ...selector } }, ...budget },
          },
        ];
  });
}

/**
 * Holds the rows against what scales their workloads: a number beside an autoscaler would take back what it decided.
 *
 * @throws Error naming the workload
 */
export function checkAutoscalers(
  manifests: readonly Manifest[],
  rowOf: (manifest: Manifest) => WorkloadRow | undefined,
): void {
  const scaled = new Set(
    manifests.flatMap(({ kind, metadata, spec }) => {
      if (kind !== "HorizontalPodAutoscaler" || !isObject(spec)) {
        return [];
      }
      const { kind: targetKind, name } = textsOf(spec.scaleTargetRef);
      return [`${targetKind ?? ""}/${metadata.namespace ?? ""}/${name ?? ""}`];
    }),
  );
  for (const manifest of manifests.filter(isWorkload)) {
    const row = rowOf(manifest);
    const autoscaled = scaled.has(objectKey(manifest));
    if (row !== undefined && autoscaled !== (row.scale.kind === "autoscaled")) {
      const found = autoscaled ? "is scaled by a HorizontalPodAutoscaler" : "has no HorizontalPodAutoscaler";
      throw new Error(`${objectKey(manifest)} ${found} in this release, unlike platform/hardening/rows says`);
    }
  }
}
