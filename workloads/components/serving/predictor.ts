import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import type { Placement } from "../../spec/placement";
import { environment } from "../../spec/pod";
import { type ModelServer, modelServers, type Protocol, serversOf } from "./model-servers";
import { type OwnContainer, ownPod } from "./own-container";

/** What serves a model. */
export type Predictor = TabularModel | PyTorchModel | TensorFlowModel | HuggingFaceModel | OwnPredictor;

/** What all models in a known format have. */
export interface ServedModel {
  /** The protocol that is spoken. Default: `v2` where the server knows it, else `v1`. */
  readonly protocol?: Protocol | undefined;
  /** A ServingRuntime or ClusterServingRuntime of your own that runs the server. Default: the platform's. */
  readonly runtime?: string | undefined;
  /** Further arguments of the server. Default: none. */
  readonly arguments?: readonly string[] | undefined;
  /** Environment variables of the server; secrets do not belong here. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** A model of scikit-learn, XGBoost or LightGBM. */
export interface TabularModel extends ServedModel {
  readonly kind: "sklearn" | "xgboost" | "lightgbm";
  /** KServe's own server, or MLServer, which comes with older versions of the libraries. Default: kserve. */
  readonly server?: "kserve" | "mlserver" | undefined;
}

/** A model of PyTorch. */
export interface PyTorchModel extends ServedModel {
  readonly kind: "pytorch";
  /**
   * Triton takes TorchScript in a model repository and uses GPUs; TorchServe takes an archive with its handler
   * (`model-store/`, `config/config.properties`), on processors only, and is no longer developed upstream.
   * Names of models are those in the repository. Default: triton.
   */
  readonly server?: "triton" | "torchserve" | undefined;
}

/** A SavedModel of TensorFlow. */
export interface TensorFlowModel extends ServedModel {
  readonly kind: "tensorflow";
  /**
   * TensorFlow Serving (`<version>/saved_model.pb`, protocol v1, on processors only), or Triton with a model
   * repository, which uses GPUs. Default: tensorflow-serving.
   */
  readonly server?: "tensorflow-serving" | "triton" | undefined;
}

/**
 * A model in the Hugging Face format. On GPUs it is served by vLLM, with an OpenAI API below `/openai/v1`; its tensors
 * are spread over all accelerators of the container.
 */
export interface HuggingFaceModel extends ServedModel {
  readonly kind: "huggingface";
  /** Name at huggingface.co, which each pod fetches it from when it starts. Default: none, `storageUri` says where. */
  readonly modelId?: string | undefined;
  /** Revision of `modelId`; without one a new pod may get another model than the old ones. Default: the newest. */
  readonly revision?: string | undefined;
  /** Longest text in tokens, request and answer together; GPU memory for its cache grows with it. Default: the model's. */
  readonly maxModelLength?: number | undefined;
  /** Number format, such as `bfloat16`. Default: auto, the model's own. */
  readonly dtype?: string | undefined;
  /** What it does, such as `text_generation`. Default: what the model's configuration says. */
  readonly task?: string | undefined;
  /** Run Python that comes with the model, inside the pod and with its rights. Default: false. */
  readonly trustRemoteCode?: boolean | undefined;
}

/**
 * A container of your own. It answers by HTTP under the name in its environment variable `MODEL_NAME`; with a
 * `storageUri` it finds the model in `/mnt/models`.
 */
export interface OwnPredictor extends OwnContainer {
  readonly kind: "custom";
}

/** What a predictor is put together from. */
export interface PredictorContext {
  /** Who asks, for messages. */
  readonly owner: string;
  /** What clients call the model. */
  readonly model: string;
  /** Name of the InferenceService, which KServe takes for the model's name by itself. */
  readonly service: string;
  readonly storageUri: pulumi.Input<string> | undefined;
  readonly placement: Placement;
  /** Pool that it is placed on. */
  readonly pool: string | undefined;
  readonly platform: PlatformOutputs;
}

/**
 * The server's half of a `spec.predictor`: `model`, or `containers` and what belongs to them.
 *
 * @throws UserError where the server can't do what is asked of it
 */
export function predictorServer(predictor: Predictor, context: PredictorContext) {
  const { owner, model, storageUri, placement, platform } = context;
  if (predictor.kind === "custom") {
    const variables = storageUri === undefined ? [] : [{ name: "STORAGE_URI", value: storageUri }];
    return ownPod(owner, model, predictor, placement.resources, platform, variables);
  }
  const brought = predictor.kind === "huggingface" && predictor.modelId !== undefined;
  if ((storageUri === undefined) !== brought) {
    throw new UserError(
      brought
        ? `${owner}: both storageUri and predictor.modelId say where the model is`
        : `${owner}: nothing says where the model is`,
      brought ? "leave one of them out" : "set storageUri",
    );
  }
  const server = serverOf(predictor);
  const named = nameFor(server, context);
  const args = [...named.args, ...ownArguments(predictor, placement), ...(predictor.arguments ?? [])];
  const env = environment({ ...named.env, ...predictor.environment });
  return {
    model: {
      modelFormat: { name: predictor.kind },
      protocolVersion: protocolOf(owner, server, predictor),
      runtime: predictor.runtime ?? runtimeOf(server, predictor, context),
      ...(storageUri === undefined ? {} : { storageUri }),
      ...(args.length === 0 ? {} : { args }),
      ...(env.length === 0 ? {} : { env }),
      resources: placement.resources,
    },
  };
}

type KnownModel = Exclude<Predictor, OwnPredictor>;

/** What a server is told when it starts. */
interface Settings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function serverOf(predictor: KnownModel): ModelServer {
  switch (predictor.kind) {
    case "huggingface":
      return modelServers[serversOf.huggingface[0]];
    case "pytorch":
    case "tensorflow":
      return modelServers[predictor.server ?? serversOf[predictor.kind][0]];
    case "sklearn":
    case "xgboost":
    case "lightgbm":
      return modelServers[serversOf[predictor.kind][predictor.server === "mlserver" ? 1 : 0]];
  }
}

function protocolOf(
  owner: string,
  server: ModelServer,
  { kind, protocol }: KnownModel,
): Protocol | undefined {
  const chosen = protocol ?? server.protocols[0];
  if (chosen !== undefined && !server.protocols.includes(chosen)) {
    throw new UserError(
      `${owner}: ${server.runtime} serves ${kind} by ${server.protocols.join(", ")}, not by ${chosen}`,
      "choose one of them, or another server",
    );
  }
  return chosen;
}

function runtimeOf(server: ModelServer, { kind }: KnownModel, context: PredictorContext): string {
  const { owner, placement, platform, pool: name } = context;
  if (placement.accelerators === 0) {
    return server.runtime;
  }
  const pool = platform.nodePools.find((candidate) => candidate.name === name);
  if (server.gpuRuntime === undefined) {
    throw new UserError(
      `${owner}: ${server.runtime}, which serves ${kind}, has no use for the ${placement.accelerators} accelerators that it asks for`,
      kind === "pytorch" || kind === "tensorflow"
        ? "set predictor.server: triton, or resources.accelerators: 0"
        : "set resources.accelerators: 0, or leave the pool out",
    );
  }
  if (pool?.accelerator?.resource !== "nvidia.com/gpu" || pool.architecture !== "amd64") {
    throw new UserError(
      `${owner}: ${server.gpuRuntime} runs on NVIDIA's GPUs beside amd64 processors; pool "${name}" has ${pool?.accelerator?.product ?? "none"} beside ${pool?.architecture ?? "none"}`,
      "choose another pool, or a runtime of your own",
    );
  }
  return server.gpuRuntime;
}

/** How a server learns the model's name where that is not its InferenceService's, as with a canary. */
function nameFor({ modelName }: ModelServer, { model, service }: PredictorContext): Settings {
  if (model === service || modelName === "repository") {
    return { args: [], env: {} };
  }
  return modelName === "argument"
    ? // KServe puts it behind the runtime's own, and of two the last one counts.
      { args: [`--model_name=${model}`], env: {} }
    : { args: [], env: { [modelName]: model } };
}

/** Arguments of KServe's Hugging Face server and of vLLM in it (python/huggingfaceserver of 0.16, __main__.py). */
function ownArguments(predictor: KnownModel, { accelerators }: Placement): string[] {
  if (predictor.kind !== "huggingface") {
    return [];
  }
  const { modelId, revision, maxModelLength, dtype, task, trustRemoteCode } = predictor;
  return [
    ...flag("model_id", modelId),
    ...flag("model_revision", revision),
    ...flag("max_model_len", maxModelLength),
    ...flag("dtype", dtype),
    ...flag("task", task),
    ...flag("tensor-parallel-size", accelerators > 1 ? accelerators : undefined),
    ...(trustRemoteCode === true ? ["--trust_remote_code"] : []),
    // It would write what people ask into the pod's log; `logRequests` keeps it where only the tenant reads it.
    "--disable_log_requests",
  ];
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}
