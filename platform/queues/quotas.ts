import type { QueuesConfig, Share } from "../config/queues";
import { type Amounts, minus, percentOf, readAmounts, sum } from "./amounts";
import { sharedShare } from "./names";
import type { QueuedPool } from "./pools";

/** What a share has of a pool. */
export interface Quota {
  readonly pool: QueuedPool;
  /** What it owns. */
  readonly nominal: Amounts;
  /** How much more it may use of what others leave; undefined: no limit. */
  readonly borrowing: Amounts | undefined;
  /** How much of its own others may use; undefined: all of it. */
  readonly lending: Amounts | undefined;
}

/** A share with what it has of each pool. */
export interface ShareQuotas extends Pick<Share, "name" | "weight"> {
  /** Namespaces that it belongs to; undefined: all that no other share names. */
  readonly tenants: readonly string[] | undefined;
  /** Group of shares that it is part of. */
  readonly cohort: string | undefined;
  /** In the order in which pools are tried. */
  readonly quotas: readonly Quota[];
}

/** What every share owns; the shared one, last, owns what the others leave. */
export function shareQuotas(
  pools: readonly QueuedPool[],
  { shares, shared }: QueuesConfig,
): readonly ShareQuotas[] {
  return [
    ...shares.map((share) => ({
      name: share.name,
      weight: share.weight,
      tenants: share.tenants,
      cohort: share.cohort,
      quotas: pools.map((pool) => quotaOf(pool, ownedOf(pool, share), share)),
    })),
    {
      name: sharedShare,
      weight: shared.weight,
      tenants: undefined,
      cohort: undefined,
      quotas: pools.map((pool) => quotaOf(pool, leftOf(pool, shares), shared)),
    },
  ];
}

/** What a share owns of a pool. */
export function ownedOf(pool: QueuedPool, { percent, quotas }: Share): Amounts {
  return readAmounts(quotas[pool.name] ?? {}, percentOf(pool.capacity, percent));
}

/** What shares leave of a pool: less than nothing where they own more than there is, which mistakes.ts refuses. */
export function leftOf(pool: QueuedPool, shares: readonly Share[]): Amounts {
  return minus(pool.capacity, sum(shares.map((share) => ownedOf(pool, share))));
}

function quotaOf(
  pool: QueuedPool,
  nominal: Amounts,
  { borrowPercent, lendPercent }: Pick<Share, "borrowPercent" | "lendPercent">,
): Quota {
  return {
    pool,
    nominal,
    borrowing: borrowPercent === undefined ? undefined : percentOf(pool.capacity, borrowPercent),
    lending: lendPercent === 100 ? undefined : percentOf(nominal, lendPercent),
  };
}
