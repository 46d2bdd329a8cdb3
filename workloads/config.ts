import * as z from "zod";
import { loadConfig as load } from "../config/load";
import { Tenant } from "./config/tenants";

export type { TenantConfig } from "./config/tenants";

/** What all examples have; the numbers are the defaults. */
function example<Extra extends z.ZodRawShape>(defaults: { cpu: number; memoryGiB: number }, extra: Extra) {
  return z.strictObject({
    /**
     * `true`: make it, and fail where the platform can't carry it. `false`: don't.
     * Default: as `examples.enabled` says, and left out with a message where the platform can't carry it.
     */
    enabled: z.boolean().optional(),
    /** Name of the tenant that it belongs to. Default: the first one. */
    tenant: z.string().min(1).optional(),
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

/** PyTorch for training that doesn't come with a runtime: the image of Trainer's own torch runtime in 26.03. */
const pyTorchImage = "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime";

const Examples = z.strictObject({
  /** Whether the examples that don't say so themselves are made. Default: true. */
  enabled: z.boolean().default(true),
  /** PyTorch on several nodes with Kubeflow Trainer. 1 core and 2 GiB a node. */
  trainJob: example(
    { cpu: 1, memoryGiB: 2 },
    {
      ...attempt,
      /** Nodes that train together. Default: 2. */
      nodes: z.int().positive().default(2),
    },
  ).prefault({}),
  /** The same program with Training Operator v1, where that component is on. 1 core and 2 GiB a node. */
  pyTorchJob: example(
    { cpu: 1, memoryGiB: 2 },
    {
      ...attempt,
      /** Nodes that train together, the master among them. Default: 2. */
      nodes: z.int().positive().default(2),
      /** Image with PyTorch. Default: pytorch/pytorch 2.7.1 with CUDA 12.8. */
      image: z.string().min(1).default(pyTorchImage),
    },
  ).prefault({}),
  /** A search for good parameters with Katib. 0.5 cores and 0.5 GiB a trial. */
  experiment: example(
    { cpu: 0.5, memoryGiB: 0.5 },
    {
      ...attempt,
      /** Trials in all. Default: 6. */
      maxTrials: z.int().positive().default(6),
      /** Trials at a time. Default: 2. */
      parallelTrials: z.int().positive().default(2),
      /** Image with Python 3. Default: the official one, 3.12. */
      image: z.string().min(1).default("python:3.12-slim"),
    },
  ).prefault({}),
  /** A scikit-learn model served with KServe. 1 core and 2 GiB a replica. */
  inferenceService: example(
    { cpu: 1, memoryGiB: 2 },
    {
      /** As a Deployment (`Standard`) or with `Knative`. Default: Standard. */
      mode: z.enum(["Standard", "Knative"]).default("Standard"),
      /** Image that the model is made in: the server's own. Default: KServe 0.16's scikit-learn server. */
      image: z.string().min(1).default("kserve/sklearnserver:v0.16.0"),
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
  /** A pipeline of three steps and its version; its steps say themselves what they take. */
  pipeline: z
    .strictObject({
      /** See the other examples. */
      enabled: z.boolean().optional(),
      /** Name of the tenant that it belongs to. Default: the first one. */
      tenant: z.string().min(1).optional(),
    })
    .prefault({}),
});

/** The examples as configuration describes them. */
export type ExamplesConfig = z.output<typeof Examples>;

/** What decides where an example runs. */
export type PlacementConfig = Pick<ExamplesConfig["notebook"], "pool" | "cpu" | "memoryGiB" | "accelerators">;

/** Every key of the workloads project, `kubeflow-workloads:<key>` in Pulumi.<env>.yaml. All have defaults. */
export const WorkloadsConfig = z.strictObject({
  /**
   * The tenants. Default: one, `team-a`, owned by the user whom the platform generated for signing in; none where
   * people sign in by other means.
   */
  tenants: z.array(Tenant).optional(),
  /**
   * Names of tenants that may be removed while they hold volumes, notebooks, models or unfinished runs; any other is
   * refused with a list of what it holds. What counts is what the last `up` said: name it here, run `up`, then remove it.
   * Names of tenants that are gone do no harm. Default: none on a real cluster, all where pods are simulated.
   */
  dataMayBeLost: z.array(z.string().min(1)).optional(),
  /** What runs in them to begin with. Default: every example that the platform can carry. */
  examples: Examples.prefault({}),
});

/** See the schema of the same name. */
export type WorkloadsConfig = z.output<typeof WorkloadsConfig>;

/**
 * Reads this project's configuration.
 *
 * @throws UserError naming every wrong key, its value and what is allowed
 */
export function loadConfig(): WorkloadsConfig {
  return load(WorkloadsConfig);
}
