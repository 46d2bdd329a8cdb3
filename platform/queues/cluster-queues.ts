import type { Manifest } from "../../manifests";
import type { QueuesConfig } from "../config/queues";
import { type Amounts, type Dimension, quantity } from "./amounts";
import { apiVersion, rootCohort, tenantLabel } from "./names";
import type { QueuedPool } from "./pools";
import { type Quota, shareQuotas, type ShareQuotas } from "./quotas";

/** A resource that quotas are of. */
interface Covered {
  /** Such as `cpu` or `nvidia.com/gpu`. */
  readonly resource: string;
  readonly dimension: Dimension;
}

const stopPolicies = { none: "None", hold: "Hold", drain: "HoldAndDrain" } as const;

/** The ClusterQueue of each share, and of everybody else. */
export function clusterQueues(pools: readonly QueuedPool[], config: QueuesConfig): Manifest[] {
  const covered = coveredResources(pools);
  const named = config.shares.flatMap(({ tenants }) => tenants);
  return shareQuotas(pools, config).map((share) => clusterQueue(share, covered, named, config));
}

/** The cohort of everybody, and those of configuration below it. */
export function cohorts({ cohorts: configured }: Pick<QueuesConfig, "cohorts">): Manifest[] {
  const cohort = (name: string, spec: Manifest["spec"]): Manifest => ({
    apiVersion,
    kind: "Cohort",
    metadata: { name },
    spec,
  });
  return [
    cohort(rootCohort, {}),
    ...configured.map(({ name, parent, weight }) =>
      cohort(name, { parentName: parent ?? rootCohort, fairSharing: { weight: String(weight) } }),
    ),
  ];
}

/**
 * All quotas are in one resource group: a job gets CPUs, memory and GPUs of the same pool. Kueue wants every flavor of a
 * group to have all of its resources, so that CPU pools have a quota of no GPUs.
 */
function clusterQueue(
  share: ShareQuotas,
  covered: readonly Covered[],
  named: readonly string[],
  config: QueuesConfig,
): Manifest {
  return {
    apiVersion,
    kind: "ClusterQueue",
    metadata: { name: share.name },
    spec: {
      cohortName: share.cohort ?? rootCohort,
      namespaceSelector: namespaceSelector(share.tenants, named),
      queueingStrategy: "BestEffortFIFO",
      resourceGroups: [
        {
          coveredResources: covered.map(({ resource }) => resource),
          flavors: share.quotas.map((quota) => ({
            name: quota.pool.name,
            resources: covered.map((one) => resourceQuota(quota, one)),
          })),
        },
      ],
      flavorFungibility: {
        whenCanBorrow: config.preferOwnQuota ? "TryNextFlavor" : "MayStopSearch",
        whenCanPreempt: "TryNextFlavor",
      },
      preemption: {
        reclaimWithinCohort: config.preemption ? "Any" : "Never",
        withinClusterQueue: config.preemption ? "LowerPriority" : "Never",
        // Anything else is refused together with fair sharing, which decides on this itself.
        borrowWithinCohort: { policy: "Never" },
      },
      fairSharing: { weight: String(share.weight) },
      admissionScope: { admissionMode: "UsageBasedAdmissionFairSharing" },
      stopPolicy: stopPolicies[config.stop],
    },
  };
}

/** CPU, memory and each kind of accelerator that a pool has. */
export function coveredResources(pools: readonly QueuedPool[]): readonly Covered[] {
  const accelerators = new Set(pools.flatMap(({ accelerator }) => accelerator?.resource ?? []));
  return [
    { resource: "cpu", dimension: "cpuMillis" },
    { resource: "memory", dimension: "memoryMiB" },
    ...[...accelerators].map((resource) => ({ resource, dimension: "accelerators" as const })),
  ];
}

function resourceQuota({ pool, nominal, borrowing, lending }: Quota, { resource, dimension }: Covered) {
  const has = dimension !== "accelerators" || pool.accelerator?.resource === resource;
  const text = (amount: Amounts) => quantity(dimension, has ? amount[dimension] : 0);
  return {
    name: resource,
    nominalQuota: text(nominal),
    ...(borrowing === undefined ? {} : { borrowingLimit: text(borrowing) }),
    ...(lending === undefined ? {} : { lendingLimit: text(lending) }),
  };
}

/** Who may wait in the queue: nobody gets at another's share by a LocalQueue of his own. */
function namespaceSelector(tenants: readonly string[] | undefined, named: readonly string[]) {
  const key = "kubernetes.io/metadata.name";
  const others = named.length === 0 ? [] : [{ key, operator: "NotIn", values: [...named] }];
  return tenants === undefined
    ? {
        matchLabels: { [tenantLabel.key]: tenantLabel.value },
        ...(others.length === 0 ? {} : { matchExpressions: others }),
      }
    : { matchExpressions: [{ key, operator: "In", values: [...tenants] }] };
}
