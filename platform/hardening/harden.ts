import { isIn, type Manifest, objectKey, type ReleaseVersion, type Transform } from "../../manifests";
import { listOf, nameOf } from "./containers";
import { networkPolicies } from "./network-policies";
import type { HardeningOptions } from "./options";
import { hardenUnknown, hardenWorkload } from "./pods";
import { ROLE_ROWS, withNarrowedRoles } from "./roles";
import type { WorkloadRow } from "./row";
import { ROWS } from "./rows";
import { checkAutoscalers, disruptionBudgets, withLowerBound, withSatisfiableBudget } from "./scaling";
import { isWorkload, workloadOf } from "./workload";

/** What happens to every component's manifests, after the component's own transforms. */
export function harden(options: HardeningOptions): readonly Transform[] {
  return [
    withHardenedPods(options),
    withLowerBound(options),
    withSatisfiableBudget(options),
    withNarrowedRoles(options.release),
  ];
}

function withHardenedPods(options: HardeningOptions): Transform {
  return (manifest) => {
    if (!isWorkload(manifest)) {
      return manifest;
    }
    const row = rowIn(options.release)(manifest);
    return row === undefined ? hardenUnknown(manifest) : hardenWorkload(manifest, row, options);
  };
}

/**
 * The objects that are added to one component's, which went through {@link harden} before: PodDisruptionBudgets, and
 * NetworkPolicies for the namespaces that it makes and the pods that it runs.
 *
 * @throws Error where the component's objects contradict the tables
 */
export function hardeningManifests(manifests: readonly Manifest[], options: HardeningOptions): Manifest[] {
  const rowOf = rowIn(options.release);
  checkAutoscalers(manifests, rowOf);
  const added = [
    ...disruptionBudgets(manifests, rowOf, options),
    ...(options.network === undefined ? [] : networkPolicies(manifests, options.network, options.release)),
  ];
  const there = new Set(manifests.map(objectKey));
  const twice = added.map(objectKey).filter((key) => there.has(key));
  if (twice.length > 0) {
    throw new Error(`this release has ${twice.join(", ")}, which platform/hardening adds`);
  }
  return added;
}

/**
 * Holds the rows of a component against its rendering, before anything is left out of it.
 *
 * @throws Error naming the workloads and roles that rows are about and the release has no more
 */
export function checkRows(component: string, rendered: readonly Manifest[], release: ReleaseVersion): void {
  const there = new Set(rendered.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  const named = [...ROWS.filter(({ absent }) => absent === undefined), ...ROLE_ROWS];
  const gone = named
    .filter(
      (row) => row.component === component && isIn(release, row) && !there.has(`${row.kind}/${row.name}`),
    )
    .map(({ kind, name }) => `${kind}/${name}`);
  if (gone.length > 0) {
    throw new Error(
      `this release's ${component} has no ${gone.join(", ")} any more, which platform/hardening is about`,
    );
  }
}

/** Workloads and containers that nobody decided on: `<kind>/<namespace>/<name>`, with the container behind it. */
export function withoutRow(rendered: readonly Manifest[], release: ReleaseVersion): string[] {
  return rendered.filter(isWorkload).flatMap((manifest) => {
    const row = rowIn(release)(manifest);
    return row === undefined ? [objectKey(manifest)] : containersWithoutRow(manifest, row);
  });
}

function containersWithoutRow(manifest: Manifest, { containers }: WorkloadRow): string[] {
  const { podSpec } = workloadOf(manifest);
  return [...listOf(podSpec.containers), ...listOf(podSpec.initContainers)]
    .map(nameOf)
    .filter((name) => !("untouched" in containers) && !(name in containers))
    .map((name) => `${objectKey(manifest)} container ${name}`);
}

function rowIn(release: ReleaseVersion): (manifest: Manifest) => WorkloadRow | undefined {
  const rows = ROWS.filter((row) => isIn(release, row));
  return ({ kind, metadata }) =>
    rows.find(
      (row) =>
        row.kind === kind &&
        row.name === metadata.name &&
        (metadata.namespace === undefined || row.namespace === metadata.namespace),
    );
}
