import * as z from "zod";
import type { InfraOutputs } from "../../contract";
import type { QueuesConfig } from "../config/queues";
import { type Amounts, eachOf, readAmounts } from "./amounts";

type InfraPool = InfraOutputs["nodePools"][number];

/** What is read of an environment. */
export type PoolsOf = Pick<InfraOutputs, "nodePools" | "aws">;

/** A pool whose nodes are for queued jobs. */
export interface QueuedPool extends InfraPool {
  /** How much all of its nodes have together. */
  readonly capacity: Amounts;
  /** Whether only jobs that ask for its architecture may have its nodes. */
  readonly foreign: boolean;
}

/** The pool of the controllers, which jobs have no business on: only `local` exports it. */
const systemPool = "system";

/**
 * How much a pool may have of which nobody has said how far it grows: managed node groups, and clusters that were there
 * already. Nothing waits in a queue then; pods wait for nodes as without Kueue, and a job that doesn't get all of its
 * pods in time gives back those that it has.
 */
const unknownCapacity: Amounts = {
  cpuMillis: 10_000 * 1000,
  memoryMiB: 40_000 * 1024,
  accelerators: 1000,
};

/** What is read of Karpenter's NodePool (karpenter.sh/v1, chart 1.14.1). */
const NodePool = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    limits: z.record(z.string(), z.string()).default({}),
    template: z
      .object({
        spec: z.object({
          requirements: z
            .array(z.object({ key: z.string(), values: z.array(z.string()).default([]) }))
            .default([]),
        }),
      })
      .optional(),
  }),
});

type NodePool = z.output<typeof NodePool>;

/** The labels that say how a node is paid for, and their values for spot. */
const spotLabels: Readonly<Record<string, string>> = {
  "karpenter.sh/capacity-type": "spot",
  "eks.amazonaws.com/capacityType": "SPOT",
};

/** The pools whose nodes are for queued jobs, the one to be tried first at the head; those that aren't known are left out. */
export function queuedPools(infra: PoolsOf, config: QueuesConfig): readonly QueuedPool[] {
  const all = infra.nodePools.map((pool) => queuedPool(pool, infra, config));
  return config.pools === undefined
    ? inOrder(
        all.filter(({ name }) => name !== systemPool),
        infra,
      )
    : config.pools.flatMap((wanted) => all.filter(({ name }) => name === wanted));
}

function queuedPool(pool: InfraPool, infra: PoolsOf, config: QueuesConfig): QueuedPool {
  const known = karpenterPool(pool.name, infra)?.spec.limits;
  const limits = known === undefined ? unknownCapacity : readLimits(known, pool);
  const accelerators = pool.accelerator === undefined ? 0 : limits.accelerators;
  return {
    ...pool,
    capacity: readAmounts(config.capacity[pool.name] ?? {}, { ...limits, accelerators }),
    foreign: !config.architectures.includes(pool.architecture),
  };
}

function karpenterPool(name: string, { aws }: PoolsOf): NodePool | undefined {
  return (aws?.karpenter?.nodePools ?? [])
    .flatMap((manifest) => NodePool.safeParse(manifest).data ?? [])
    .find(({ metadata }) => metadata.name === name);
}

/** Karpenter's limits as infra writes them: CPUs as a number, memory in Gi, accelerators as a number. */
function readLimits(limits: Readonly<Record<string, string>>, pool: InfraPool): Amounts {
  const written = {
    cpuMillis: numberIn(limits.cpu, /^(\d+)$/, 1000),
    memoryMiB: numberIn(limits.memory, /^(\d+)Gi$/, 1024),
    accelerators: numberIn(limits[pool.accelerator?.resource ?? ""], /^(\d+)$/, 1),
  };
  return eachOf((dimension) => written[dimension] ?? unknownCapacity[dimension]);
}

function numberIn(text: string | undefined, form: RegExp, unit: number): number | undefined {
  const digits = text === undefined ? undefined : form.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits) * unit;
}

/** Accelerators are kept for those who need them; spot costs less; what is built for another processor fits few. */
function inOrder(pools: readonly QueuedPool[], infra: PoolsOf): QueuedPool[] {
  const rank = (pool: QueuedPool): number =>
    (pool.accelerator === undefined ? 0 : 4) + (pool.foreign ? 2 : 0) + (mayBeSpot(pool, infra) ? 0 : 1);
  return [...pools].sort((a, b) => rank(a) - rank(b));
}

function mayBeSpot(pool: InfraPool, infra: PoolsOf): boolean {
  const requirements = karpenterPool(pool.name, infra)?.spec.template?.spec.requirements ?? [];
  return Object.entries(spotLabels).some(
    ([label, spot]) =>
      pool.labels[label] === spot ||
      requirements.some(({ key, values }) => key === label && values.includes(spot)),
  );
}
