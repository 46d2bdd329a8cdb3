import type { Manifest } from "../../manifests";
import { poolLabel, tolerationOf } from "../pools";
import { apiVersion } from "./names";
import type { QueuedPool } from "./pools";

/** Most labels that a ResourceFlavor may have (definition of 0.19.2). */
const mostLabels = 8;

const architectureLabel = "kubernetes.io/arch";

/** A flavor for each pool. */
export function resourceFlavors(
  pools: readonly QueuedPool[],
  options: { readonly tolerateAccelerators: boolean },
): Manifest[] {
  return pools.map((pool) => resourceFlavor(pool, options));
}

/**
 * The flavor of a pool: jobs that are admitted to it get its labels as node selector.
 *
 * Its taints are named rather than tolerated, so that a job without a GPU isn't put on a GPU node when CPUs are short:
 * a job gets a flavor only if it tolerates the taints itself. Nodes of another processor architecture have no taint; the
 * flavor names one all the same, with the key that GKE and others use, since a job that says nothing would be given
 * them and its image would not start.
 */
function resourceFlavor(pool: QueuedPool, options: { readonly tolerateAccelerators: boolean }): Manifest {
  const taints = pool.taints.map(({ key, value, effect }) => ({
    key,
    ...(value === undefined ? {} : { value }),
    effect,
  }));
  const architecture = pool.foreign
    ? [{ key: architectureLabel, value: pool.architecture, effect: "NoSchedule" as const }]
    : [];
  const nodeTaints = [...taints, ...architecture];
  const tolerations =
    options.tolerateAccelerators && pool.accelerator !== undefined ? taints.map(tolerationOf) : [];
  const nodeLabels = labelsOf(pool);
  return {
    apiVersion,
    kind: "ResourceFlavor",
    metadata: {
      name: pool.name,
      ...(pool.accelerator === undefined
        ? {}
        : { annotations: { "kubeflow-on-aws/accelerator": pool.accelerator.product } }),
    },
    spec: {
      ...(Object.keys(nodeLabels).length === 0 ? {} : { nodeLabels }),
      ...(nodeTaints.length === 0 ? {} : { nodeTaints }),
      ...(tolerations.length === 0 ? {} : { tolerations }),
    },
  };
}

/**
 * Labels that every node of the pool has from its start. Labels of feature discovery are not among them: a node that
 * Karpenter has yet to start has none, and pods that ask for one would wait for ever.
 *
 * A pool without labels (a cluster that was there already) is any node.
 */
function labelsOf(pool: QueuedPool): Readonly<Record<string, string>> {
  const own = Object.entries(pool.labels);
  if (own.length === 0) {
    return {};
  }
  const all = { [architectureLabel]: pool.architecture, ...pool.labels };
  const first = (key: string) => (key === poolLabel ? 0 : key === architectureLabel ? 1 : 2);
  return Object.fromEntries(
    Object.entries(all)
      .sort(([a], [b]) => first(a) - first(b))
      .slice(0, mostLabels),
  );
}
