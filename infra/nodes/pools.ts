import type { NodePool } from "../../contract/infra";
import type { AwsFacts } from "../facts";
import { nodeGroupName } from "./names";
import { GPU_RESOURCE, poolOf, type Pool, type PoolConfig } from "./pool";

/** Who starts a pool's nodes. */
export type NodeProvisioner = "karpenter" | "managed-node-groups";

/** The label that selects a pool's nodes besides kubeflow-on-aws/pool, by who starts them. */
const PROVISIONER_LABEL = {
  karpenter: "karpenter.sh/nodepool",
  "managed-node-groups": "eks.amazonaws.com/nodegroup",
} as const satisfies Record<NodeProvisioner, string>;

/** What {@link exportedPools} is computed from. */
export interface ExportedPoolsArgs {
  /** `kubeflow-infra:nodePools`. */
  readonly pools: readonly PoolConfig[];
  /** `kubeflow-infra:nodeProvisioner`. */
  readonly provisioner: NodeProvisioner;
  /** `site.clusterName`, which begins the names of managed node groups. */
  readonly clusterName: string;
  /** Facts about instance types. */
  readonly facts: AwsFacts;
}

/** The pools as the infra stack exports them. */
export function exportedPools(args: ExportedPoolsArgs): NodePool[] {
  return args.pools.map((config) => exportedPool(poolOf(config, args.facts), args));
}

function exportedPool(pool: Pool, args: ExportedPoolsArgs): NodePool {
  const group = args.provisioner === "karpenter" ? pool.name : nodeGroupName(args.clusterName, pool.name);
  const { gpu } = pool;
  return {
    name: pool.name,
    architecture: pool.architecture,
    labels: { ...pool.labels, [PROVISIONER_LABEL[args.provisioner]]: group },
    taints: pool.taints.map((taint) => ({ ...taint })),
    operatingSystem: pool.config.operatingSystem,
    ...(pool.config.efa ? { efa: true } : {}),
    ...(gpu === undefined
      ? {}
      : { accelerator: { resource: GPU_RESOURCE, count: gpu.count, product: gpu.product } }),
  };
}
