import type { JsonObject, Manifest, ReleaseVersion } from "../../manifests";
import { affinityTo, gpuPools, tolerationsOf } from "../pools";
import { nameIn } from "../names";
import type { Context } from "../part";

/** A model server that needs a GPU, as data. */
interface GpuRuntime {
  readonly name: string;
  /** In each release. */
  readonly image: (release: ReleaseVersion) => string;
  /** `{{.Name}}` is the model's name, which KServe fills in. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its metrics are. */
  readonly metricsPort: number;
  readonly protocolVersions: readonly string[];
  readonly formats: readonly { readonly name: string; readonly version: string }[];
  /** Of the image; the restricted pod security standard wants a number. */
  readonly user: number;
}

/**
 * Runtimes of ours beside the release's, which are sized for CPUs and tolerate no GPU node. They serve what asks for
 * them by name (`model.runtime`), so that no model gets a GPU that doesn't want one.
 *
 * KServe 0.16's Hugging Face server serves generating models with vLLM and has an OpenAI API; its image for GPUs is
 * the tag with `-gpu` (python/huggingfaceserver; config/runtimes/kserve-huggingfaceserver-multinode.yaml). Triton's
 * image and ports are those of the release's own runtime (config/runtimes/kserve-tritonserver.yaml).
 */
const runtimes: readonly GpuRuntime[] = [
  {
    name: "vllm-gpu",
    image: (release) => nameIn(release, "huggingFaceGpuImage"),
    args: ["--model_name={{.Name}}"],
    // The image's home is not writable to its user.
    environment: { HF_HUB_CACHE: "/tmp", VLLM_CONFIG_ROOT: "/tmp", LMCACHE_USE_EXPERIMENTAL: "True" },
    metricsPort: 8080,
    protocolVersions: ["v2", "v1"],
    formats: [{ name: "huggingface", version: "1" }],
    user: 1000,
  },
  {
    name: "triton-gpu",
    image: () => "nvcr.io/nvidia/tritonserver:23.05-py3",
    args: [
      "tritonserver",
      "--model-store=/mnt/models",
      "--grpc-port=9000",
      "--http-port=8080",
      "--allow-grpc=true",
      "--allow-http=true",
    ],
    metricsPort: 8002,
    protocolVersions: ["v2", "grpc-v2"],
    formats: [
      { name: "tensorrt", version: "8" },
      { name: "tensorflow", version: "2" },
      { name: "onnx", version: "1" },
      { name: "pytorch", version: "1" },
      { name: "triton", version: "2" },
    ],
    user: 1000,
  },
];

/** What servers above ask for of a node whose GPU is theirs; a model may say otherwise. */
const resources = {
  requests: { cpu: "2", memory: "12Gi", "nvidia.com/gpu": "1" },
  limits: { cpu: "4", memory: "12Gi", "nvidia.com/gpu": "1" },
};

/** Serving runtimes for GPUs, where a node pool has NVIDIA's beside the processor that the images are made for. */
export function gpuRuntimes({ config, infra }: Pick<Context, "config" | "infra">): Manifest[] {
  const pools = gpuPools(infra).filter(({ architecture }) => architecture === "amd64");
  const placement = { tolerations: tolerationsOf(pools), affinity: affinityTo(pools) };
  return pools.length === 0 ? [] : runtimes.map((runtime) => gpuRuntime(runtime, config.release, placement));
}

function gpuRuntime(runtime: GpuRuntime, release: ReleaseVersion, placement: JsonObject): Manifest {
  const { name, image, args, environment = {}, metricsPort, protocolVersions, formats, user } = runtime;
  return {
    apiVersion: "serving.kserve.io/v1alpha1",
    kind: "ClusterServingRuntime",
    metadata: { name },
    spec: {
      annotations: {
        "prometheus.kserve.io/port": String(metricsPort),
        "prometheus.kserve.io/path": "/metrics",
        "prometheus.io/scrape": "true",
        "prometheus.io/port": String(metricsPort),
        "prometheus.io/path": "/metrics",
      },
      ...placement,
      containers: [
        {
          name: "kserve-container",
          image: image(release),
          args: [...args],
          ...(Object.keys(environment).length === 0
            ? {}
            : { env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })) }),
          resources,
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            privileged: false,
            runAsNonRoot: true,
            runAsUser: user,
          },
          volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
        },
      ],
      volumes: [{ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "4Gi" } }],
      protocolVersions: [...protocolVersions],
      supportedModelFormats: formats.map((format) => ({ ...format, autoSelect: false })),
    },
  };
}
