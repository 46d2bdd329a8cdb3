import * as z from "zod";

/** Which tenant an example belongs to, and whether it is made at all. */
const place = {
  /**
   * `true`: make it, and fail where the platform can't carry it. `false`: don't.
   * Default: as `examples.enabled` says, and left out with a message where the platform can't carry it.
   */
  enabled: z.boolean().optional(),
  /** Name of the tenant that it belongs to. Default: the first one. */
  tenant: z.string().min(1).optional(),
};

/** What all examples with pods of their own have; the numbers are the defaults. */
function example<Extra extends z.ZodRawShape>(defaults: { cpu: number; memoryGiB: number }, extra: Extra) {
  return z.strictObject({
    ...place,
    /** Name of the node pool that it runs on. Default: any node without taints, no accelerators. */
    pool: z.string().min(1).optional(),
    /** Processor cores of each of its pods. Default: see the example. */
    cpu: z.number().positive().default(defaults.cpu),
    /** Memory of each of its pods, in GiB. Default: see the example. */
    memoryGiB: z.number().positive().default(defaults.memoryGiB),
    /** Accelerators of each of its pods. Default: 1 on a pool that has any, else 0. */
    accelerators: z.int().nonnegative().optional(),
    ...extra,
  });
}

const attempt = {
  /** Raise it to run the same thing once more. Default: 1. */
  attempt: z.int().positive().default(1),
};

const nodes = {
  /** Nodes that train together. Default: 2. */
  nodes: z.int().positive().default(2),
};

/** PyTorch for training that doesn't come with a runtime: the image of Trainer's own torch runtime in 26.03. */
const pyTorchImage = "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime";

const s3 = z.url({ protocol: /^s3$/, error: "an address such as s3://bucket/tenant/folder/" });

/** When a pipeline runs by itself; only where there is S3 to read from. */
function schedule(cron: string) {
  return z
    .strictObject({
      /** Six fields: second, minute, hour, day, month, day of the week; UTC. Default: see the example. */
      cron: z.string().min(1).default(cron),
      /** Whether it starts runs. Default: false, until there are data to run on. */
      enabled: z.boolean().default(false),
    })
    .prefault({});
}

const source = {
  /**
   * The table that it learns from: CSV in S3, below the tenant's prefix. Default:
   * `s3://<artifacts>/<tenant>/data/customers.csv`.
   */
  source: s3.optional(),
};

/** `kubeflow-workloads:examples`: one of everything that Kubeflow runs. */
export const ExamplesConfig = z.strictObject({
  /** Whether the examples that don't say so themselves are made. Default: true. */
  enabled: z.boolean().default(true),
  /** PyTorch on several nodes with Kubeflow Trainer: images, checkpoints. 1 core and 2 GiB a node. */
  trainJob: example(
    { cpu: 1, memoryGiB: 2 },
    {
      ...attempt,
      ...nodes,
      /**
       * Image with PyTorch, NumPy, Pillow, and boto3 for checkpoints in S3. Default: the runtime's own, which has no
       * boto3: it then keeps no checkpoints where the platform's objects are in S3.
       */
      image: z.string().min(1).optional(),
    },
  ).prefault({}),
  /** The same program with Training Operator v1, where that component is on. 1 core and 2 GiB a node. */
  pyTorchJob: example(
    { cpu: 1, memoryGiB: 2 },
    {
      ...attempt,
      ...nodes,
      /** Image with PyTorch, NumPy and Pillow. Default: pytorch/pytorch 2.7.1 with CUDA 12.8. */
      image: z.string().min(1).default(pyTorchImage),
    },
  ).prefault({}),
  /**
   * A language model tuned by LoRA with DeepSpeed's ZeRO, by Kubeflow Trainer: a toy made on the spot where no `base` is
   * named. 2 cores and 4 GiB a node.
   */
  fineTuning: example(
    { cpu: 2, memoryGiB: 4 },
    {
      ...attempt,
      ...nodes,
      /**
       * Image with what requirements.lock of the example lists; no runtime of release 26.03 has all of it. Default: none;
       * needed where pods really run.
       */
      image: z.string().min(1).optional(),
      /** The model to tune: an id on the Hugging Face Hub, or `s3://…`. Default: a toy. */
      base: z.string().min(1).optional(),
      /** Folder of `train*.jsonl` and `eval*.jsonl`: `s3://…` below the tenant's prefix. Needed with `base`. */
      data: s3.optional(),
      /** Where adapter and model go: `s3://…` below the tenant's prefix. Default: `s3://<models>/<tenant>/llm-finetune/`. */
      output: s3.optional(),
      /** How ZeRO parts a model: 2 its optimizer and gradients, 3 its weights too. Default: 2. */
      zeroStage: z.union([z.literal(2), z.literal(3)], "2 or 3").default(2),
      /** Use the pool's Elastic Fabric Adapters. Default: false. */
      efa: z.boolean().default(false),
    },
  ).prefault({}),
  /** TensorFlow on several nodes with Training Operator v1, where that component is on. 1 core and 2 GiB a node. */
  tfJob: example(
    { cpu: 1, memoryGiB: 2 },
    {
      ...attempt,
      ...nodes,
      /** Image with TensorFlow. Default: the official one, 2.20.0. */
      image: z.string().min(1).default("tensorflow/tensorflow:2.20.0"),
    },
  ).prefault({}),
  /** A search with Katib for how `trainJob` learns best, with early stopping. 1 core and 2 GiB a trial. */
  experiment: example(
    { cpu: 1, memoryGiB: 2 },
    {
      ...attempt,
      /** Trials in all. Default: 6. */
      maxTrials: z.int().positive().default(6),
      /** Trials at a time. Default: 2. */
      parallelTrials: z.int().positive().default(2),
      /** Image with PyTorch, NumPy and Pillow. Default: the runtime's own. */
      image: z.string().min(1).optional(),
    },
  ).prefault({}),
  /** A scikit-learn model served with KServe, made on a volume: needs nothing else. 1 core and 2 GiB a replica. */
  inferenceService: example(
    { cpu: 1, memoryGiB: 2 },
    {
      /** As a Deployment (`Standard`) or with `Knative`. Default: Standard. */
      mode: z.enum(["Standard", "Knative"]).default("Standard"),
      /** Image that the model is made in: the server's own. Default: KServe 0.16's scikit-learn server. */
      image: z.string().min(1).default("kserve/sklearnserver:v0.16.0"),
    },
  ).prefault({}),
  /**
   * The model that `pipeline` made, served under the name `churn`: scaled by load, a new version beside it, its requests
   * kept, for one caller. Left out until `model` is set. 1 core and 2 GiB a replica.
   */
  serving: example(
    { cpu: 1, memoryGiB: 2 },
    {
      /** Where a run of `pipeline` put the model: `s3://<models>/<tenant>/churn/<version>/`. Default: none. */
      model: s3.optional(),
      /** A new version, and how much of the traffic it gets. Default: none. */
      canary: z
        .strictObject({
          /** Where it is, as `model`. Required. */
          model: s3,
          /** Its share of the traffic, in percent. Required. */
          percent: z.number().min(0, "0 or more").max(100, "100 or less"),
        })
        .optional(),
      /** The one service account that may call it: `<name>`, or `<namespace>/<name>`. Default: default-editor. */
      caller: z.string().min(1).default("default-editor"),
      /** Most replicas. Default: 4. */
      maxReplicas: z.int().positive().default(4),
    },
  ).prefault({}),
  /** A Jupyter notebook. 1 core and 2 GiB. */
  notebook: example(
    { cpu: 1, memoryGiB: 2 },
    {
      /** Size of its home folder, in GiB. Default: 10. */
      homeGiB: z.number().positive().default(10),
      /** Notebook image. Default: Jupyter with SciPy, as the spawner of 26.03 offers it first. */
      image: z.string().min(1).default("ghcr.io/kubeflow/kubeflow/notebook-servers/jupyter-scipy:v1.10.0"),
    },
  ).prefault({}),
  /** A pipeline from a table to a served model; its steps say themselves what they take. */
  pipeline: z
    .strictObject({
      ...place,
      ...source,
      /** When it runs. Default: at two in the morning, once it is enabled. */
      schedule: schedule("0 0 2 * * *"),
    })
    .prefault({}),
  /** The chain: looks for new data, has a TrainJob learn from them, and serves the model. */
  chain: z
    .strictObject({
      ...place,
      ...source,
      /** When it looks. Default: every ten minutes, once it is enabled. */
      schedule: schedule("0 */10 * * * *"),
    })
    .prefault({}),
});

/** See the schema of the same name. */
export type ExamplesConfig = z.output<typeof ExamplesConfig>;

/** What decides where an example runs. */
export type PlacementConfig = Pick<ExamplesConfig["notebook"], "pool" | "cpu" | "memoryGiB" | "accelerators">;
