import { isObject, type Json, type Manifest } from "./manifest";

/** True for a ClusterRole whose rules the aggregation controller gathers from others. */
export function isAggregated(manifest: Manifest): boolean {
  return manifest.kind === "ClusterRole" && manifest.aggregationRule !== undefined;
}

/**
 * The ClusterRoles among `roles` that an aggregated one gathers.
 *
 * It depends on them, so that it is deleted first: deleted together with them, the aggregation controller
 * writes it anew when the roles that it gathers change (seen on a real API server of 1.35).
 */
export function gatheredBy(aggregated: Manifest, roles: readonly Manifest[]): Manifest[] {
  const { aggregationRule } = aggregated;
  const selectors =
    isObject(aggregationRule) && Array.isArray(aggregationRule.clusterRoleSelectors)
      ? aggregationRule.clusterRoleSelectors
      : [];
  return roles.filter(
    (role) =>
      role !== aggregated && selectors.some((selector) => selects(selector, role.metadata.labels ?? {})),
  );
}

/** Upstream selects by matchLabels alone; a selector with anything else gathers nothing that we know of. */
function selects(selector: Json, labels: Readonly<Record<string, string>>): boolean {
  const wanted =
    isObject(selector) && isObject(selector.matchLabels) ? Object.entries(selector.matchLabels) : [];
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
