import * as z from "zod";
import { instanceType, integer, name, positive, whole } from "./values";

/** `kubeflow-infra:systemNodes`: the small on-demand group that runs the controllers. */
export const SystemNodesConfig = z.strictObject({
  /** On-demand instance types, all of one architecture. Default: m7i.large. */
  instanceTypes: z.array(instanceType).min(1, "one instance type or more").default(["m7i.large"]),
  /** Least number of nodes, 2 or more so that a zone may fail. Default: 2. */
  minSize: integer.min(2, "two nodes or more, one a zone").default(2),
  /** Greatest number of nodes. Default: 4. */
  maxSize: positive.default(4),
  /** Only on-demand: a spot interruption would take Karpenter away with its node. */
  capacityType: z
    .literal("on-demand", "on-demand: system nodes must not be interrupted")
    .default("on-demand"),
  /** Size of the root volume in GiB. Default: 100. */
  volumeGiB: integer.min(50, "50 GiB or more").default(100),
});

/** See the schema of the same name. */
export type SystemNodesConfig = z.output<typeof SystemNodesConfig>;

const Taint = z.strictObject({
  /** Such as `team`. `nvidia.com/gpu` is put on GPU pools without asking. */
  key: z.string().min(1),
  /** Value of the taint. Default: none. */
  value: z.string().optional(),
  /** What it does to pods that don't tolerate it. */
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});

const Limits = z.strictObject(
  {
    /** All CPUs of the pool together. */
    cpu: positive,
    /** All memory of the pool together, in GiB. */
    memoryGiB: positive,
    /** All GPUs of the pool together; required on GPU pools. */
    gpu: positive.optional(),
  },
  "how far the pool may grow: cpu, memoryGiB and, on GPU pools, gpu",
);

const CapacityReservation = z.strictObject({
  /** Ids of On-Demand Capacity Reservations or Capacity Blocks, `cr-…`. */
  ids: z
    .array(
      z
        .string()
        .regex(/^cr-[0-9a-f]{8,17}$/, "the id of a capacity reservation, such as cr-0123456789abcdef0"),
    )
    .min(1, "one id or more"),
  /** What the ids are: managed node groups can't tell by themselves. Default: on-demand. */
  kind: z.enum(["on-demand", "capacity-block"], "on-demand or capacity-block").default("on-demand"),
});

/** A group of like nodes that Karpenter (or a managed node group) starts when pods ask for it. */
export const NodePoolConfig = z.strictObject({
  /** The pool's name: workloads ask for it by this name; nodes carry it as label kubeflow-on-aws/pool. */
  name: name.max(30, "30 characters or fewer"),
  /** EC2 instance types to choose from, all of one architecture and, on GPU pools, with one kind of GPU. */
  instanceTypes: z.array(instanceType).min(1, "one instance type or more"),
  /**
   * How capacity is bought: what is reserved is taken first, then spot, then on-demand. spot costs less and is taken
   * away with two minutes' notice; reserved needs capacityReservations. Default: on-demand.
   */
  capacityTypes: z
    .array(z.enum(["on-demand", "spot", "reserved"]))
    .min(1, "one of on-demand, spot, reserved, or more")
    .default(["on-demand"]),
  /** How far the pool may grow. Without it a typing error could start a thousand GPUs. */
  limits: Limits,
  /** Operating system of the nodes. Default: bottlerocket. */
  operatingSystem: z.enum(["bottlerocket", "al2023"]).default("bottlerocket"),
  /** Elastic Fabric Adapters for training over several nodes; all instance types must have them. Default: false. */
  efa: z.boolean().default(false),
  /** Nodes close together: one zone, one cluster placement group. Default: false. */
  placementGroup: z.boolean().default(false),
  /** The one zone of a placement group or of reserved capacity. Default: the first that offers all types. */
  zone: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "a zone such as us-west-2a")
    .optional(),
  /** Capacity that is reserved and paid already. */
  capacityReservations: CapacityReservation.optional(),
  /** Size of the data volume in GiB, used for images where the instance has no NVMe of its own. Default: 200. */
  volumeGiB: integer.min(50, "50 GiB or more").default(200),
  /** Minutes that a node stays after its last pod, or under low use on pools without GPUs. Default: 10. */
  consolidateAfterMinutes: whole.default(10),
  /** Days after which a node is replaced, which is how it gets a new image. Default: 14. */
  expireAfterDays: positive.default(14),
  /** Further labels of the nodes. Default: none. */
  labels: z.record(z.string(), z.string()).default({}),
  /** Further taints of the nodes. Default: none. */
  taints: z.array(Taint).default([]),
  /** Least nodes; only for managed node groups, where there is no scaling from zero by Karpenter. Default: 0. */
  minSize: whole.default(0),
  /** Most nodes, within limits; only for managed node groups. Default: 10. */
  maxSize: positive.default(10),
});

/** See the schema of the same name. */
export type NodePoolConfig = z.output<typeof NodePoolConfig>;
