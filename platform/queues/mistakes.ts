import { UserError } from "../../config/errors";
import { nearest } from "../../config/nearest";
import type { QueuesConfig } from "../config/queues";
import { dimensions, unitsIn, writtenAs } from "./amounts";
import { rootCohort, sharedShare } from "./names";
import { type PoolsOf, type QueuedPool, queuedPools } from "./pools";
import { leftOf } from "./quotas";

/** Something wrong in `kubeflow-platform:queues`. */
export interface Mistake {
  /** Where, below `kubeflow-platform:queues`. */
  readonly where: string;
  /** What is wrong, and what is allowed. */
  readonly what: string;
}

/**
 * Refuses what can't be asked of the environment's pools.
 *
 * @throws UserError naming every mistake
 */
export function checkQueues(config: QueuesConfig, infra: PoolsOf): void {
  const mistakes = queueMistakes(config, infra);
  if (mistakes.length > 0) {
    throw new UserError(
      [
        "the queues don't fit the environment:",
        ...mistakes.map(({ where, what }) => `  kubeflow-platform:queues.${where}: ${what}`),
      ].join("\n"),
      "edit the environment's Pulumi.<environment>.yaml; docs/queues.md tells how shares are cut",
    );
  }
}

/** What is wrong with the shares of an environment. */
export function queueMistakes(config: QueuesConfig, infra: PoolsOf): readonly Mistake[] {
  const pools = queuedPools(infra, config);
  return [
    ...unknownPools(config, infra),
    ...twice(
      (config.pools ?? []).map((name, index) => ({ where: `pools.${index}`, name })),
      "pool",
    ),
    ...noAccelerators(config, infra),
    ...names(config),
    ...cohortMistakes(config),
    ...tenantMistakes(config),
    ...tooMuch(config, pools),
    ...backoff(config),
    ...(pools.length === 0 && config.pools === undefined
      ? [{ where: "pools", what: "no pool of the environment is for jobs; name one" }]
      : []),
  ];
}

/** Every place where configuration names a pool. */
function poolPlaces(config: QueuesConfig): { readonly where: string; readonly name: string }[] {
  return [
    ...(config.pools ?? []).map((name, index) => ({ where: `pools.${index}`, name })),
    ...Object.keys(config.capacity).map((name) => ({ where: `capacity.${name}`, name })),
    ...config.shares.flatMap(({ quotas }, index) =>
      Object.keys(quotas).map((name) => ({ where: `shares.${index}.quotas.${name}`, name })),
    ),
  ];
}

function unknownPools(config: QueuesConfig, { nodePools }: PoolsOf): Mistake[] {
  const known = nodePools.map(({ name }) => name);
  const unknown = poolPlaces(config)
    .filter(({ name }) => !known.includes(name))
    .map(({ where, name }) => ({ where, what: `there is no pool ${name}${hint(name, known)}` }));
  const unused = config.shares.flatMap(({ quotas }, index) =>
    Object.keys(quotas)
      .filter((name) => known.includes(name) && config.pools?.includes(name) === false)
      .map((name) => ({
        where: `shares.${index}.quotas.${name}`,
        what: `pool ${name} is not for jobs; add it to pools: ${config.pools?.join(", ") ?? ""}`,
      })),
  );
  return [...unknown, ...unused];
}

/** A quota of GPUs where there are none would be lost without a word. */
function noAccelerators(config: QueuesConfig, { nodePools }: PoolsOf): Mistake[] {
  const without = nodePools.flatMap(({ name, accelerator }) => (accelerator === undefined ? [name] : []));
  const places = [
    ...Object.entries(config.capacity).map(([name, amounts]) => ({
      where: `capacity.${name}.gpu`,
      name,
      amounts,
    })),
    ...config.shares.flatMap(({ quotas }, index) =>
      Object.entries(quotas).map(([name, amounts]) => ({
        where: `shares.${index}.quotas.${name}.gpu`,
        name,
        amounts,
      })),
    ),
  ];
  return places
    .filter(({ name, amounts }) => without.includes(name) && (amounts.gpu ?? 0) > 0)
    .map(({ where, name }) => ({ where, what: `pool ${name} has no accelerators; leave it out` }));
}

function names({ shares, cohorts }: QueuesConfig): Mistake[] {
  const shareNames = shares.map(({ name }, index) => ({ where: `shares.${index}.name`, name }));
  const cohortNames = cohorts.map(({ name }, index) => ({ where: `cohorts.${index}.name`, name }));
  return [
    ...shareNames
      .filter(({ name }) => name === sharedShare)
      .map(({ where }) => ({
        where,
        what: `${sharedShare} is what all others have; take another name, or set queues.${sharedShare}`,
      })),
    ...cohortNames
      .filter(({ name }) => name === rootCohort)
      .map(({ where }) => ({ where, what: `${rootCohort} is the cohort of all; take another name` })),
    ...twice(shareNames, "share"),
    ...twice(cohortNames, "cohort"),
  ];
}

function cohortMistakes({ shares, cohorts }: QueuesConfig): Mistake[] {
  const known = cohorts.map(({ name }) => name);
  const places = [
    ...shares.map(({ cohort }, index) => ({ where: `shares.${index}.cohort`, name: cohort })),
    ...cohorts.map(({ parent }, index) => ({ where: `cohorts.${index}.parent`, name: parent })),
  ];
  const unknown = places.flatMap(({ where, name }) =>
    name === undefined || known.includes(name)
      ? []
      : [{ where, what: `there is no cohort ${name}${hint(name, known)}` }],
  );
  const circular = cohorts
    .map(({ name }, index) => ({ where: `cohorts.${index}.parent`, name }))
    .filter(({ name }) => isItsOwnAncestor(name, cohorts))
    .map(({ where, name }) => ({ where, what: `${name} is part of itself; leave out one parent` }));
  return [...unknown, ...circular];
}

function isItsOwnAncestor(name: string, cohorts: QueuesConfig["cohorts"]): boolean {
  const seen = new Set<string>();
  const parentOf = (child: string) => cohorts.find((cohort) => cohort.name === child)?.parent;
  for (let above = parentOf(name); above !== undefined && !seen.has(above); above = parentOf(above)) {
    if (above === name) {
      return true;
    }
    seen.add(above);
  }
  return false;
}

/** A tenant has one share. */
function tenantMistakes({ shares }: QueuesConfig): Mistake[] {
  return twice(
    shares.flatMap(({ tenants }, index) =>
      tenants.map((name, place) => ({ where: `shares.${index}.tenants.${place}`, name })),
    ),
    "tenant",
  );
}

/** Shares that own more than there is would be promised nodes that never come. */
function tooMuch({ shares }: QueuesConfig, pools: readonly QueuedPool[]): Mistake[] {
  return pools.flatMap((pool) => {
    const left = leftOf(pool, shares);
    return (
      dimensions
        // Of accelerators that a pool doesn't have noAccelerators speaks.
        .filter(
          (dimension) =>
            left[dimension] < 0 && (dimension !== "accelerators" || pool.accelerator !== undefined),
        )
        .map((dimension) => {
          const has = pool.capacity[dimension] / unitsIn[dimension];
          const owned = (pool.capacity[dimension] - left[dimension]) / unitsIn[dimension];
          return {
            where: "shares",
            what: `together they own ${owned} ${writtenAs[dimension]} of pool ${pool.name}, which has ${has}; own less, or raise the pool's limits`,
          };
        })
    );
  });
}

function backoff({ podsReady }: QueuesConfig): Mistake[] {
  const { backoffSeconds, maxBackoffSeconds } = podsReady;
  return maxBackoffSeconds < backoffSeconds
    ? [
        {
          where: "podsReady.maxBackoffSeconds",
          what: `${maxBackoffSeconds} is less than backoffSeconds, ${backoffSeconds}; take as much or more`,
        },
      ]
    : [];
}

function twice(
  places: readonly { readonly where: string; readonly name: string }[],
  noun: string,
): Mistake[] {
  return places.flatMap(({ where, name }, index) => {
    const first = places.findIndex((place) => place.name === name);
    return first < index
      ? [{ where, what: `${noun} ${name} is at ${places[first]?.where ?? ""} already; leave out one` }]
      : [];
  });
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined
    ? `; there ${known.length === 0 ? "are none" : `are ${known.join(", ")}`}`
    : `; did you mean ${near}?`;
}
