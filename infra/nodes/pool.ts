import type { AwsFacts, GpuFacts, InstanceFacts } from "../facts";
import type { NodePoolConfig } from "../config/nodes";
import { POOL_LABEL } from "../local/nodes";

/** Extended resource that pods ask for to get a GPU; the key of GPU pools' taint too. */
export const GPU_RESOURCE = "nvidia.com/gpu";

/** What configuration says about a pool. */
export type PoolConfig = Omit<NodePoolConfig, "capacityReservations"> & {
  /**
   * Zone of a placement group or of reserved capacity, such as us-west-2b. Default: for a placement group the first
   * of the VPC's zones where all instance types are offered, else all zones.
   */
  readonly zone?: string | undefined;
  /** Capacity that is reserved and paid already. */
  readonly capacityReservations?:
    | {
        /** Ids, `cr-…`. */
        readonly ids: readonly string[];
        /** What kind they are of; only managed node groups have to know. Default: on-demand. */
        readonly kind?: "on-demand" | "capacity-block" | undefined;
      }
    | undefined;
};

/** A taint as Kubernetes spells it. */
export interface Taint {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A pool with what follows from its instance types. */
export interface Pool {
  readonly config: PoolConfig;
  readonly name: string;
  /** Its instance types, as configured: one or more. */
  readonly types: readonly [InstanceFacts, ...InstanceFacts[]];
  readonly architecture: "amd64" | "arm64";
  /** GPUs of its largest type; absent on CPU pools. */
  readonly gpu?: GpuFacts | undefined;
  /** Labels of its nodes whoever starts them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of its nodes whoever starts them. */
  readonly taints: readonly Taint[];
  /** Whether some of its types have NVMe disks of their own. */
  readonly someNvme: boolean;
  /** Whether all of its types have NVMe disks of their own. */
  readonly allNvme: boolean;
}

/**
 * A pool with what follows from its instance types.
 *
 * @throws Error where a type is unknown: rules.ts finds that beforehand
 */
export function poolOf(config: PoolConfig, facts: AwsFacts): Pool {
  const [first, ...others] = config.instanceTypes.map((name) => knownType(name, facts));
  if (first === undefined) {
    throw new Error(`pool ${config.name} has no instance types`);
  }
  const types: Pool["types"] = [first, ...others];
  const gpu = largestGpu(types);
  return {
    config,
    name: config.name,
    types,
    architecture: first.architecture,
    gpu,
    labels: labelsOf(config, gpu),
    taints: taintsOf(config, gpu),
    someNvme: types.some((type) => type.nvmeGiB > 0),
    allNvme: types.every((type) => type.nvmeGiB > 0),
  };
}

/** The facts about a type that rules.ts has found to be known. */
export function knownType(name: string, facts: AwsFacts): InstanceFacts {
  const type = facts.instanceType(name);
  if (type === undefined) {
    throw new Error(`nothing is known about the instance type ${name}`);
  }
  return type;
}

function labelsOf(config: PoolConfig, gpu: GpuFacts | undefined): Record<string, string> {
  return {
    ...config.labels,
    [POOL_LABEL]: config.name,
    ...(gpu === undefined ? {} : { [`${GPU_RESOURCE}.present`]: "true" }),
  };
}

/** GPU nodes keep pods away that don't ask for GPUs. */
function taintsOf(config: PoolConfig, gpu: GpuFacts | undefined): Taint[] {
  const own: Taint[] = gpu === undefined ? [] : [{ key: GPU_RESOURCE, value: "true", effect: "NoSchedule" }];
  return [...own, ...config.taints];
}

function largestGpu(types: readonly InstanceFacts[]): GpuFacts | undefined {
  return types
    .flatMap(({ gpu }) => (gpu === undefined ? [] : [gpu]))
    .reduce<GpuFacts | undefined>(
      (largest, gpu) => (largest === undefined || gpu.count > largest.count ? gpu : largest),
      undefined,
    );
}
