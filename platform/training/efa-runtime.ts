import { isIn, type JsonObject, type Manifest, type Span } from "../../manifests";
import { affinityTo, gpuPools, tolerationsOf } from "../pools";
import { nameIn } from "../names";
import type { Context } from "../part";
import { outsideOfMesh, sharedMemory, sharedMemoryVolume } from "./release-runtimes";

/** What the EFA device plugin offers on nodes that have adapters. */
const adapter = "vpc.amazonaws.com/efa";

/**
 * NCCL over libfabric's EFA provider (aws-ofi-nccl's README and libfabric's fi_efa(7)). The image has to bring both;
 * AWS' deep learning containers do, upstream's PyTorch image does not: a TrainJob names its own.
 */
const environment: Readonly<Record<string, string>> = {
  FI_PROVIDER: "efa",
  // Data straight from GPU to GPU where the instance can: p4d and later. Others ignore it.
  FI_EFA_USE_DEVICE_RDMA: "1",
  // Data loaders fork.
  FI_EFA_FORK_SAFE: "1",
  NCCL_DEBUG: "WARN",
  // Any interface but these for what isn't data: their addresses are the same on every node.
  NCCL_SOCKET_IFNAME: "^lo,docker,veth",
};

/** How Trainer counts the processes of a node: to 2.1 by a field of the policy, since 2.2 of a TrainJob alone. */
const torchPolicy: readonly (Span & { readonly torch: JsonObject })[] = [
  { until: "26.03", torch: { numProcPerNode: "auto" } },
  { since: "26.03.1-rc.2", torch: {} },
];

/**
 * ClusterTrainingRuntime `torch-distributed-efa`: PyTorch on several nodes over Elastic Fabric Adapters, where the
 * device plugin is installed and a pool has both adapters and GPUs. EFA locks memory: the container runtime of EKS' images sets no limit on
 * that, so no capability is asked for which the baseline pod security standard refuses (IPC_LOCK).
 */
export function efaRuntime(context: Pick<Context, "config" | "infra" | "has">): Manifest[] {
  const pools = gpuPools(context.infra).filter(({ efa }) => efa === true);
  if (!context.has("efaDevicePlugin") || pools.length === 0) {
    return [];
  }
  const { release } = context.config;
  const pod = {
    metadata: { labels: { ...outsideOfMesh } },
    spec: {
      affinity: affinityTo(pools),
      tolerations: tolerationsOf(pools),
      containers: [container(context)],
      volumes: [sharedMemoryVolume(context)],
    },
  };
  const node = {
    name: "node",
    template: {
      metadata: { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } },
      spec: { template: pod },
    },
  };
  return [
    {
      apiVersion: "trainer.kubeflow.org/v1alpha1",
      kind: "ClusterTrainingRuntime",
      metadata: { name: "torch-distributed-efa", labels: { "trainer.kubeflow.org/framework": "torch" } },
      spec: {
        mlPolicy: { numNodes: 2, torch: { ...torchPolicy.find((one) => isIn(release, one))?.torch } },
        template: { spec: { replicatedJobs: [node] } },
      },
    },
  ];
}

function container({ config }: Pick<Context, "config">): JsonObject {
  const { adaptersPerNode, hugePagesMiB } = config.training.efa;
  const hugePages: JsonObject = hugePagesMiB === undefined ? {} : { "hugepages-2Mi": `${hugePagesMiB}Mi` };
  const devices = { [adapter]: String(adaptersPerNode), "nvidia.com/gpu": "1", ...hugePages };
  const variables = { ...environment, FI_EFA_USE_HUGE_PAGE: hugePagesMiB === undefined ? "0" : "1" };
  return {
    name: "node",
    // The release's own, for jobs that name none.
    image: nameIn(config.release, "torchImage"),
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    // Kubernetes takes huge pages only beside an amount of CPU or memory.
    resources: { requests: { ...devices, cpu: "4", memory: "16Gi" }, limits: { ...devices, memory: "16Gi" } },
    volumeMounts: [{ ...sharedMemory }],
  };
}
