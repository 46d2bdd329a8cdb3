import type { InfraOutputs } from "../../../contract";
import type { PoolsOf } from "../pools";

type InfraPool = InfraOutputs["nodePools"][number];

/** A pool of the tests: what infra exports of it, how far it may grow, how it is paid for. */
export interface TestPool extends Omit<InfraPool, "labels" | "taints"> {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: InfraPool["taints"];
  /** Limits of its Karpenter pool; without them there is no such pool. */
  readonly limits?: { readonly cpu: number; readonly memoryGiB: number; readonly gpu?: number };
  readonly capacityTypes?: readonly string[];
}

/** The taint of pools with GPUs. */
export const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;

/** An L40S in each node. */
export const accelerator = { resource: "nvidia.com/gpu", count: 1, product: "NVIDIA-L40S" } as const;

/** What an environment on AWS exports of its pools. */
export function poolsOf(pools: readonly TestPool[]): PoolsOf {
  const karpenter = pools.flatMap(({ name, limits, capacityTypes = ["on-demand"] }) =>
    limits === undefined
      ? []
      : [
          {
            apiVersion: "karpenter.sh/v1",
            kind: "NodePool",
            metadata: { name },
            spec: {
              template: {
                spec: {
                  requirements: [
                    { key: "karpenter.sh/capacity-type", operator: "In", values: [...capacityTypes] },
                  ],
                },
              },
              limits: {
                cpu: String(limits.cpu),
                memory: `${limits.memoryGiB}Gi`,
                ...(limits.gpu === undefined ? {} : { "nvidia.com/gpu": String(limits.gpu) }),
              },
            },
          },
        ],
  );
  return {
    nodePools: pools.map(({ limits, capacityTypes, labels = {}, taints = [], ...pool }) => ({
      ...pool,
      labels: { "kubeflow-on-aws/pool": pool.name, "karpenter.sh/nodepool": pool.name, ...labels },
      taints,
    })),
    aws: {
      partition: "aws",
      region: "us-west-2",
      accountId: "111122223333",
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0a"],
      availabilityZones: ["us-west-2a"],
      dataKeyArn: "arn:aws:kms:us-west-2:111122223333:key/1",
      buckets: { artifacts: "a", models: "m", logs: "l", backups: "b" },
      roleArns: {},
      tenantRoleArn: "arn:aws:iam::111122223333:role/tenant",
      karpenter: {
        interruptionQueue: "queue",
        nodeRoleName: "node",
        nodeClasses: [],
        nodePools: karpenter,
      },
      fileSystems: {},
      imageRegistries: {},
    },
  };
}

/** A CPU pool, one of another processor, and GPUs on demand and on spot: listed in no good order. */
export const fourPools: PoolsOf = poolsOf([
  {
    name: "gpu",
    architecture: "amd64",
    accelerator,
    taints: [gpuTaint],
    labels: { "nvidia.com/gpu.present": "true" },
    limits: { cpu: 384, memoryGiB: 3072, gpu: 32 },
  },
  { name: "cpu-arm", architecture: "arm64", limits: { cpu: 256, memoryGiB: 1024 } },
  {
    name: "gpu-spot",
    architecture: "amd64",
    accelerator,
    taints: [gpuTaint],
    labels: { "nvidia.com/gpu.present": "true" },
    capacityTypes: ["spot"],
    limits: { cpu: 384, memoryGiB: 1536, gpu: 32 },
  },
  { name: "cpu", architecture: "amd64", limits: { cpu: 512, memoryGiB: 2048 } },
]);
