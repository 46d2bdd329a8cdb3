import type { AwsFacts, InstanceFacts } from "../facts";
import type { Mistake } from "../mistake";
import { some } from "./words";
import type { PoolConfig } from "./pool";
import type { NodeProvisioner } from "./pools";
import { nodesWithin } from "./sizes";

/** A pool and what it is judged by. */
interface PoolAt {
  readonly path: readonly (string | number)[];
  readonly pool: PoolConfig;
  readonly provisioner: NodeProvisioner;
  readonly region: string;
}

/** EC2NodeClass' pattern of a volume's size (CRD of Karpenter 1.14.1). */
const MOST_VOLUME_GIB = 59_000;

/** What is wrong with how many nodes a pool has, how they are bought, and how they are connected. */
export function capacityMistakes(at: PoolAt, facts: AwsFacts): Mistake[] {
  const known = at.pool.instanceTypes.flatMap((name) => facts.instanceType(name) ?? []);
  return [
    ...gpuLimit(at.pool, known),
    ...smallLimits(at.pool, known),
    ...adapters(at.pool, known),
    ...placement(at, known, facts),
    ...reservations(at.pool, known),
    ...sizes(at, known),
    ...(at.provisioner === "managed-node-groups" ? oneKindEach(at.pool) : []),
    ...largeVolume(at.pool),
  ].map(({ path, message }) => ({ path: [...at.path, ...path], message }));
}

function gpuLimit({ limits }: PoolConfig, known: readonly InstanceFacts[]): Mistake[] {
  const withGpu = known.filter(({ gpu }) => gpu !== undefined);
  if (withGpu.length > 0 && limits.gpu === undefined) {
    return [
      {
        path: ["limits", "gpu"],
        message: `${some(withGpu.map(({ name }) => name))} have GPUs: say how many all nodes of the pool may have together`,
      },
    ];
  }
  if (known.length > 0 && withGpu.length === 0 && limits.gpu !== undefined) {
    return [
      { path: ["limits", "gpu"], message: "none of the pool's instance types has a GPU; leave it out" },
    ];
  }
  return [];
}

/** Limits below the smallest instance type would keep the pool at no nodes, without a word. */
function smallLimits({ limits }: PoolConfig, known: readonly InstanceFacts[]): Mistake[] {
  const least = (amountOf: (type: InstanceFacts) => number) => Math.min(...known.map(amountOf));
  if (known.length === 0) {
    return [];
  }
  const needed = [
    { key: "cpu", limit: limits.cpu, need: least(({ vcpu }) => vcpu) },
    {
      key: "memoryGiB",
      limit: limits.memoryGiB,
      need: Math.ceil(least(({ memoryMiB }) => memoryMiB) / 1024),
    },
    { key: "gpu", limit: limits.gpu ?? Infinity, need: least(({ gpu }) => gpu?.count ?? 0) },
  ];
  return needed
    .filter(({ limit, need }) => limit < need)
    .map(({ key, limit, need }) => ({
      path: ["limits", key],
      message: `${limit} doesn't allow a single node: the smallest of the pool's instance types has ${need}`,
    }));
}

function adapters({ efa }: PoolConfig, known: readonly InstanceFacts[]): Mistake[] {
  if (!efa) {
    return [];
  }
  const without = known.filter((type) => type.efa === undefined);
  if (without.length > 0) {
    return [
      {
        path: ["efa"],
        message: `${some(without.map(({ name }) => name))} have no Elastic Fabric Adapter; all types of the pool must have it`,
      },
    ];
  }
  const layouts = new Set(
    known.map((type) => `${type.efa?.count ?? 0} from card ${type.efa?.firstCard ?? 0}`),
  );
  return layouts.size < 2
    ? []
    : [
        {
          path: ["efa"],
          message: `the pool's types differ in how many adapters they have: ${some(
            known.map((type) => `${type.name} has ${type.efa?.count ?? 0}`),
          )}; make a pool of each kind`,
        },
      ];
}

function placement({ pool, region }: PoolAt, known: readonly InstanceFacts[], facts: AwsFacts): Mistake[] {
  const unfit = known.filter(({ clusterPlacement }) => !clusterPlacement);
  const { zone } = pool;
  const zones = facts.zonesOf(region);
  return [
    ...(pool.placementGroup && unfit.length > 0
      ? [
          {
            path: ["placementGroup"],
            message: `${some(unfit.map(({ name }) => name))} can't be in a cluster placement group`,
          },
        ]
      : []),
    ...(zone !== undefined && facts.hasOfferings(region) && !zones.includes(zone)
      ? [{ path: ["zone"], message: `${region} has no zone ${zone}; it has ${some(zones)}` }]
      : []),
  ];
}

function reservations(pool: PoolConfig, known: readonly InstanceFacts[]): Mistake[] {
  const reserved = pool.capacityTypes.includes("reserved");
  const { capacityReservations } = pool;
  if (reserved && capacityReservations === undefined) {
    return [
      {
        path: ["capacityReservations"],
        message: "capacityTypes has reserved, so say which reservations: their ids, cr-…",
      },
    ];
  }
  if (!reserved && capacityReservations !== undefined) {
    return [
      {
        path: ["capacityTypes"],
        message: "capacityReservations are given but never used: add reserved, or leave them out",
      },
    ];
  }
  const unsold = known.filter(({ capacityBlocks }) => !capacityBlocks);
  return capacityReservations?.kind === "capacity-block" && unsold.length > 0
    ? [
        {
          path: ["capacityReservations", "kind"],
          message: `EC2 has no Capacity Blocks of ${some(unsold.map(({ name }) => name))}`,
        },
      ]
    : [];
}

function sizes({ pool, provisioner }: PoolAt, known: readonly InstanceFacts[]): Mistake[] {
  const { minSize, maxSize } = pool;
  if (provisioner === "karpenter") {
    return minSize > 0
      ? [
          {
            path: ["minSize"],
            message: "Karpenter starts nodes when pods wait for them; only managed node groups have it",
          },
        ]
      : [];
  }
  if (maxSize < minSize) {
    return [
      { path: ["maxSize"], message: `${maxSize} is less than minSize, ${minSize}; take ${minSize} or more` },
    ];
  }
  const allowed = known.length === 0 ? maxSize : nodesWithin(pool.limits, known);
  if (allowed < 1) {
    return smallLimits(pool, known).length > 0
      ? []
      : [
          {
            path: ["limits"],
            message: `they allow no node of ${largestOf(known)}, which EKS may take first in a managed node group`,
          },
        ];
  }
  return minSize > allowed
    ? [{ path: ["minSize"], message: `${minSize} nodes are more than limits allow, ${allowed}` }]
    : [];
}

function largestOf(types: readonly InstanceFacts[]): string {
  return [...types].sort((a, b) => b.vcpu - a.vcpu || b.memoryMiB - a.memoryMiB)[0]?.name ?? "";
}

/** A managed node group buys its nodes in one way, and its launch template names one reservation. */
function oneKindEach({ capacityTypes, capacityReservations, instanceTypes }: PoolConfig): Mistake[] {
  return [
    ...(capacityTypes.length > 1
      ? [
          {
            path: ["capacityTypes"],
            message: `a managed node group has one, not ${capacityTypes.join(" and ")}: make a pool of each`,
          },
        ]
      : []),
    ...((capacityReservations?.ids.length ?? 0) > 1
      ? [
          {
            path: ["capacityReservations", "ids"],
            message: "a managed node group takes one reservation: make a pool for each",
          },
        ]
      : []),
    ...(capacityReservations?.kind === "capacity-block" && instanceTypes.length > 1
      ? [{ path: ["instanceTypes"], message: "a Capacity Block is of one instance type" }]
      : []),
  ];
}

function largeVolume({ volumeGiB }: PoolConfig): Mistake[] {
  return volumeGiB > MOST_VOLUME_GIB
    ? [{ path: ["volumeGiB"], message: `Karpenter takes ${MOST_VOLUME_GIB} GiB or fewer` }]
    : [];
}
