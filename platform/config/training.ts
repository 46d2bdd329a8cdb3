import * as z from "zod";

/** `kubeflow-platform:training`: training jobs of Trainer v2. */
export const TrainingConfig = z.strictObject({
  /** The runtime `torch-distributed-efa`: PyTorch over Elastic Fabric Adapters. */
  efa: z
    .strictObject({
      /**
       * Adapters that each node of a job asks for; all that an instance has, for full speed: 4 on p4d, 32 on p5, 1 on
       * g5 and g6. A TrainJob that sets `resourcesPerNode` replaces this and must name `vpc.amazonaws.com/efa` itself.
       * Default: 1.
       */
      adaptersPerNode: z.int("a whole number").min(1, "1 or more").max(64, "64 or fewer").default(1),
      /**
       * Huge pages of 2 MiB that each node of a job asks for, in MiB, where nodes set them aside (EKS' accelerated
       * AL2023 images: 5128 pages). Karpenter doesn't know of them and starts no node for a pod that asks for some, so
       * they are for managed node groups. Default: none; libfabric is told to do without.
       */
      hugePagesMiB: z.int("whole MiB").positive("1 MiB or more").multipleOf(2, "a multiple of 2").optional(),
    })
    .prefault({}),
  /**
   * Most shared memory of a training container in GiB, which counts as memory of it: data loaders pass batches through
   * it, NCCL its buffers. Default: as much as the container's memory.
   */
  sharedMemoryGiB: z.int("whole GiB").positive("1 GiB or more").optional(),
});

/** See the schema of the same name. */
export type TrainingConfig = z.output<typeof TrainingConfig>;
