import type { LaunchTemplateSpec } from "./launch-template";
import type { Pool, PoolConfig, Taint } from "./pool";
import { nodesWithin } from "./sizes";

/** EKS' spelling of a taint's effect. */
const EFFECTS = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const satisfies Record<Taint["effect"], string>;

/** How a managed node group buys its nodes. */
export interface GroupCapacity {
  readonly capacityType: "ON_DEMAND" | "SPOT" | "CAPACITY_BLOCK";
  /** Absent where the launch template names the type. */
  readonly instanceTypes?: readonly string[] | undefined;
  readonly reservation?: LaunchTemplateSpec["reservation"];
}

/** How the managed node group of a pool buys its nodes; rules.ts has seen to it that there is one way. */
export function groupCapacity(config: PoolConfig): GroupCapacity {
  const { capacityTypes, capacityReservations, instanceTypes } = config;
  if (!capacityTypes.includes("reserved")) {
    return { capacityType: capacityTypes.includes("spot") ? "SPOT" : "ON_DEMAND", instanceTypes };
  }
  const [id] = capacityReservations?.ids ?? [];
  const [instanceType] = instanceTypes;
  if (id === undefined || instanceType === undefined) {
    throw new Error(`pool ${config.name} has no capacity reservation`);
  }
  const kind = capacityReservations?.kind ?? "on-demand";
  const reservation = { id, kind, instanceType };
  return kind === "capacity-block"
    ? { capacityType: "CAPACITY_BLOCK", reservation }
    : { capacityType: "ON_DEMAND", instanceTypes, reservation };
}

/** How many nodes a managed node group has: at most what the pool's limits allow. */
export function groupSize({ config, types }: Pool): {
  minSize: number;
  maxSize: number;
  desiredSize: number;
} {
  return {
    minSize: config.minSize,
    maxSize: Math.min(config.maxSize, nodesWithin(config.limits, types)),
    desiredSize: config.minSize,
  };
}

/** Taints as EKS spells them. */
export function groupTaints(taints: readonly Taint[]): { key: string; value?: string; effect: string }[] {
  return taints.map(({ key, value, effect }) => ({
    key,
    ...(value === undefined ? {} : { value }),
    effect: EFFECTS[effect],
  }));
}
