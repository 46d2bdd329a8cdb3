import { isObject, type JsonObject } from "../../manifests";

/**
 * Keeps a workload's pods apart: over zones and nodes where there are several, on one where there is one. Nothing is
 * required, since a pod that can't be placed is worse than two in a zone.
 */
export function spread(podSpec: JsonObject, selector: Readonly<Record<string, string>>): JsonObject {
  const affinity = isObject(podSpec.affinity) ? podSpec.affinity : {};
  const labelSelector = { matchLabels: { ...selector } };
  return {
    ...(podSpec.topologySpreadConstraints === undefined && {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector,
          // Pods of the revision that goes must not keep those that come out of a zone.
          matchLabelKeys: ["pod-template-hash"],
        },
      ],
    }),
    ...(affinity.podAntiAffinity === undefined && {
      affinity: {
        ...affinity,
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { labelSelector, topologyKey: "kubernetes.io/hostname" } },
          ],
        },
      },
    }),
  };
}
