/** A protocol of the open inference protocol's two generations: `v1` has `:predict`, `v2` has `/infer`. */
export type Protocol = "v1" | "v2";

/** A model server of the platform, as data. */
export interface ModelServer {
  /** Name of the ClusterServingRuntime that runs it on processors. */
  readonly runtime: string;
  /** That of the one for NVIDIA's GPUs. Absent where accelerators are of no use to it. */
  readonly gpuRuntime?: string;
  /** What it speaks; the first is taken by default. */
  readonly protocols: readonly Protocol[];
  /** How it is told what clients call the model; `repository`: names are those of the folders that it serves. */
  readonly modelName: "argument" | "MLSERVER_MODEL_NAME" | "repository";
}

/**
 * The model servers by the name that they are chosen with.
 *
 * Sources: the ClusterServingRuntimes of release 26.03 (KServe 0.16, kserve-cluster-resources.yaml): names, protocols,
 * arguments, and images without CUDA but for Triton's; platform/serving/gpu-runtimes.ts for those on GPUs.
 */
export const modelServers = {
  sklearnserver: { runtime: "kserve-sklearnserver", protocols: ["v2", "v1"], modelName: "argument" },
  xgbserver: { runtime: "kserve-xgbserver", protocols: ["v2", "v1"], modelName: "argument" },
  lgbserver: { runtime: "kserve-lgbserver", protocols: ["v2", "v1"], modelName: "argument" },
  mlserver: { runtime: "kserve-mlserver", protocols: ["v2"], modelName: "MLSERVER_MODEL_NAME" },
  triton: {
    runtime: "kserve-tritonserver",
    gpuRuntime: "triton-gpu",
    protocols: ["v2"],
    modelName: "repository",
  },
  torchserve: { runtime: "kserve-torchserve", protocols: ["v2", "v1"], modelName: "repository" },
  "tensorflow-serving": {
    runtime: "kserve-tensorflow-serving",
    protocols: ["v1"],
    modelName: "argument",
  },
  huggingfaceserver: {
    runtime: "kserve-huggingfaceserver",
    gpuRuntime: "vllm-gpu",
    protocols: ["v2", "v1"],
    modelName: "argument",
  },
} as const satisfies Readonly<Record<string, ModelServer>>;

/** Name of a model server. */
export type ServerName = keyof typeof modelServers;

/** The model servers that know a format; the first is taken by default. */
export const serversOf = {
  sklearn: ["sklearnserver", "mlserver"],
  xgboost: ["xgbserver", "mlserver"],
  lightgbm: ["lgbserver", "mlserver"],
  pytorch: ["triton", "torchserve"],
  tensorflow: ["tensorflow-serving", "triton"],
  huggingface: ["huggingfaceserver"],
} as const satisfies Readonly<Record<string, readonly ServerName[]>>;
