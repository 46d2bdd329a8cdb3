import * as z from "zod";

const name = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "lower-case letters, digits and dashes, 63 characters at most",
  );

const percent = z.number().min(0, "0 or more").max(100, "100 or less");

const Amounts = z.strictObject({
  /** CPUs; thousandths may be given. */
  cpu: z.number().min(0, "0 or more").optional(),
  /** Memory in GiB. */
  memoryGiB: z.number().min(0, "0 or more").optional(),
  /** Accelerators: GPUs, or what else the pool has. */
  gpu: z.int("a whole number").min(0, "0 or more").optional(),
});

const Limits = {
  /**
   * How much it gets of unused nodes where several want them, in proportion to the others' weights. Default: 1.
   */
  weight: z.number().positive("more than 0").max(1000, "1000 or less").default(1),
  /**
   * How much more than its own it may use while others don't need theirs, in percent of each pool. What is borrowed is
   * taken back as soon as its owner wants it. Default: no limit.
   */
  borrowPercent: percent.optional(),
  /**
   * How much of its own it lets others use while it doesn't need it, in percent. 0 keeps nodes for it that stand idle.
   * Default: 100.
   */
  lendPercent: percent.default(100),
};

const Share = z.strictObject({
  /** Name of the share; its ClusterQueue has it too. `shared` is the name of what all others have. */
  name,
  /** Namespaces of the tenants that it belongs to. */
  tenants: z.array(name).min(1, "one namespace or more"),
  /** Group of shares whose unused nodes it uses before others'. Default: none. */
  cohort: name.optional(),
  /** What it owns of each pool, in percent. Default: 0. */
  percent: percent.default(0),
  /** What it owns of single pools, by the pool's name, in place of `percent`. Default: none. */
  quotas: z.record(z.string(), Amounts).default({}),
  ...Limits,
});

const SharedShare = z.strictObject(Limits);

const Cohort = z.strictObject({
  /** Name that shares call it by. */
  name,
  /** Group that it is part of. Default: all of the cluster. */
  parent: name.optional(),
  /** How much its shares together get of unused nodes, in proportion to the others' weights. Default: 1. */
  weight: z.number().positive("more than 0").max(1000, "1000 or less").default(1),
});

const PodsReady = z.strictObject({
  /**
   * Minutes until all pods of an admitted job must be ready; else all are stopped and the job waits again. Nodes with
   * GPUs and images of 10 GB take ten of them. Default: 20.
   */
  timeoutMinutes: z.int().min(1, "1 or more").max(1440, "1440 or less").default(20),
  /** Minutes that a running job may lack a pod, whose node was taken away say. Default: 10. */
  recoveryMinutes: z.int().min(1, "1 or more").max(1440, "1440 or less").default(10),
  /** How often such a job is tried again before it is left for people to look at. Default: 10. */
  retries: z.int().min(0, "0 or more").max(1000, "1000 or fewer").default(10),
  /** Seconds until it is tried again for the first time; each time twice as many. Default: 60. */
  backoffSeconds: z.int().min(1, "1 or more").max(3600, "3600 or fewer").default(60),
  /** Most seconds between two tries. Default: 1800. */
  maxBackoffSeconds: z.int().min(1, "1 or more").max(86_400, "86400 or fewer").default(1800),
  /**
   * Whether no other job is admitted while one is waiting for its pods. It keeps two large jobs from holding half of
   * the nodes each, and makes everybody wait for the slowest start. Default: false.
   */
  oneAtATime: z.boolean().default(false),
});

/** `kubeflow-platform:queues`: who gets which nodes when not everybody can. */
export const QueuesConfig = z.strictObject({
  /**
   * Pools whose nodes are for queued jobs, the one to be tried first at the head. Default: all but `system`: CPU pools
   * first, in each kind spot before on-demand, other processor architectures last.
   */
  pools: z.array(z.string().min(1)).min(1, "one pool or more").optional(),
  /**
   * How much all nodes of a pool have together, by the pool's name. Less than there is leaves room for notebooks and
   * model servers, which no queue counts. Default: the limits of Karpenter's pool; elsewhere so much that nothing waits
   * in a queue for want of it.
   */
  capacity: z.record(z.string(), Amounts).default({}),
  /** Who owns what. What they leave of a pool is `shared`. Default: none, everything is shared. */
  shares: z.array(Share).default([]),
  /** The share of all tenants that no other share names. It owns what those leave. */
  shared: SharedShare.prefault({}),
  /** Groups of shares, such as departments. Default: none. */
  cohorts: z.array(Cohort).default([]),
  /**
   * Whether running jobs are stopped for others: for the owner of what they borrowed, or in the same share for a job of
   * higher priority. A stopped job begins again, from its checkpoint if it has one. Default: true.
   */
  preemption: z.boolean().default(true),
  /**
   * Whether a job takes what its share owns of a later pool before it borrows of an earlier one. It costs more where
   * earlier pools are spot, and is stopped less often. Default: false.
   */
  preferOwnQuota: z.boolean().default(false),
  /**
   * Processor architectures of jobs that say nothing. Nodes of another one are for jobs that tolerate
   * `kubernetes.io/arch=<architecture>:NoSchedule`. Default: amd64.
   */
  architectures: z
    .array(z.enum(["amd64", "arm64"]))
    .min(1, "amd64, arm64 or both")
    .default(["amd64"]),
  /**
   * Whether jobs need not tolerate the taints of pools with accelerators. Jobs without accelerators then get onto such
   * nodes when CPU pools are full. Default: false.
   */
  tolerateAccelerators: z.boolean().default(false),
  /**
   * Whether jobs in a tenant's namespace that has no queue wait until it gets one; otherwise they run outside of all
   * quotas. Default: true.
   */
  required: z.boolean().default(true),
  /** Jobs run with all of their pods or not at all. */
  podsReady: PodsReady.prefault({}),
  /**
   * Days after which a tenant's use of a share counts half when its tenants take turns. Default: 7.
   */
  fairnessHalfLifeDays: z.number().positive("more than 0").max(365, "365 or fewer").default(7),
  /** Days until Kueue's record of a finished job is deleted; the job itself stays. Default: 7. */
  keepFinishedDays: z.int().min(0, "0 or more").max(3650, "3650 or fewer").default(7),
  /**
   * `hold` admits no further job, `drain` stops running ones too: before an upgrade of the cluster, or before Kueue is
   * switched off. Default: none.
   */
  stop: z.enum(["none", "hold", "drain"]).default("none"),
});

/** See the schema of the same name. */
export type QueuesConfig = z.output<typeof QueuesConfig>;

/** A share of the cluster that some tenants own. */
export type Share = z.output<typeof Share>;

/** How much of a pool, as people write it. */
export type Amounts = z.output<typeof Amounts>;
