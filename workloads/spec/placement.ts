import { UserError } from "../../config/errors";
import type { NodePool, PlatformOutputs } from "../../contract";
import { cores, gibibytes, plain } from "./quantity";

/** What one container asks for. It gets exactly that: requests equal limits, so its speed doesn't depend on its neighbours. */
export interface Resources {
  /** Processor cores; fractions are allowed. */
  readonly cpu: number;
  /** Memory in GiB; fractions are allowed. */
  readonly memoryGiB: number;
  /** Accelerators. Default: 1 on a pool that has accelerators, else 0. */
  readonly accelerators?: number | undefined;
}

/** Where a pod may run. */
export interface PlacementArgs {
  /** What the pod's main container asks for. */
  readonly resources: Resources;
  /**
   * Name of the node pool that it runs on, one of the platform's `nodePools`.
   * Default: none, the scheduler takes any node without taints: processors only.
   */
  readonly pool?: string | undefined;
  /** The platform that carries it: what `readPlatform()` gives. */
  readonly platform: PlatformOutputs;
}

/** A toleration, in the fields that Kubernetes does not fill. */
export interface Toleration {
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string;
  readonly effect: NodePool["taints"][number]["effect"];
}

/** The container's half of a placement: `resources` of a container. */
export interface ContainerResources {
  readonly requests: Record<string, string>;
  readonly limits: Record<string, string>;
}

/** A placement as a pod spec takes it. */
export interface Placement {
  /** The pod's half: merge it into a pod spec. Empty where any node will do. */
  readonly pod: {
    readonly nodeSelector?: Record<string, string>;
    readonly tolerations?: Toleration[];
  };
  /** The container's half. */
  readonly resources: ContainerResources;
  /** How many accelerators the container gets. */
  readonly accelerators: number;
}

/**
 * Turns a pool's name and what a container asks for into node selector, tolerations and resources.
 *
 * @param owner who asks, for messages: a configuration key or `TrainJob "name"`
 * @throws UserError naming the pools, where there is no such pool or it can't carry what is asked for
 */
export function place(owner: string, args: PlacementArgs): Placement {
  const pool = args.pool === undefined ? undefined : findPool(owner, args.pool, args.platform.nodePools);
  const accelerators = args.resources.accelerators ?? (pool?.accelerator === undefined ? 0 : 1);
  const amounts = {
    cpu: cores(args.resources.cpu),
    memory: gibibytes(args.resources.memoryGiB),
    ...acceleratorAmount(owner, accelerators, pool, args.platform.nodePools),
  };
  return { pod: podPlacement(pool), resources: { requests: amounts, limits: amounts }, accelerators };
}

function findPool(owner: string, name: string, pools: readonly NodePool[]): NodePool {
  const pool = pools.find((candidate) => candidate.name === name);
  if (pool === undefined) {
    throw new UserError(
      `${owner}: there is no node pool "${name}"; the pools are ${pools.map(describePool).join(", ")}`,
      "use one of them, or add the pool to the infra stack first",
    );
  }
  return pool;
}

function acceleratorAmount(
  owner: string,
  count: number,
  pool: NodePool | undefined,
  pools: readonly NodePool[],
): Record<string, string> {
  if (count === 0) {
    return {};
  }
  if (pool?.accelerator === undefined) {
    const fitting = pools.filter(({ accelerator }) => accelerator !== undefined);
    throw new UserError(
      `${owner} asks for ${count} accelerators ${pool === undefined ? "without naming a pool" : `on pool "${pool.name}", which has none`}; pools with accelerators: ${fitting.map(describePool).join(", ") || "none"}`,
      "name a pool that has them, or ask for 0",
    );
  }
  if (count > pool.accelerator.count) {
    throw new UserError(
      `${owner} asks for ${count} accelerators in one container; a node of pool "${pool.name}" has ${pool.accelerator.count}`,
      "ask for less, or spread the work over more nodes",
    );
  }
  return { [pool.accelerator.resource]: plain(count) };
}

function podPlacement(pool: NodePool | undefined): Placement["pod"] {
  if (pool === undefined) {
    return {};
  }
  const tolerations = pool.taints.map(({ key, value, effect }): Toleration =>
    value === undefined ? { key, operator: "Exists", effect } : { key, operator: "Equal", value, effect },
  );
  return { nodeSelector: pool.labels, ...(tolerations.length === 0 ? {} : { tolerations }) };
}

function describePool({ name, accelerator }: NodePool): string {
  return accelerator === undefined ? name : `${name} (${accelerator.count} ${accelerator.product})`;
}
