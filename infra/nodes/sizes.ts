import type { InstanceFacts } from "../facts";

/** How far all nodes of a pool together may grow. */
export interface Limits {
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly gpu?: number | undefined;
}

/**
 * How many nodes fit into the limits of a pool even if all are of its largest type: what keeps a managed node group,
 * which knows of no limits but a number, within them.
 */
export function nodesWithin(limits: Limits, types: readonly InstanceFacts[]): number {
  const most = (amountOf: (type: InstanceFacts) => number) => Math.max(...types.map(amountOf));
  const gpus = most(({ gpu }) => gpu?.count ?? 0);
  return Math.min(
    Math.floor(limits.cpu / most(({ vcpu }) => vcpu)),
    Math.floor((limits.memoryGiB * 1024) / most(({ memoryMiB }) => memoryMiB)),
    limits.gpu === undefined || gpus === 0 ? Infinity : Math.floor(limits.gpu / gpus),
  );
}
