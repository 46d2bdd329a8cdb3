import type * as pulumi from "@pulumi/pulumi";
import type { ModelCallers } from "../../../istio";
import type { PlacementArgs } from "../../spec/placement";
import type { WorkloadArgs } from "../../spec/tenant";
import type { OwnContainer } from "./own-container";
import type { Predictor } from "./predictor";
import type { Scale } from "./scaling";

/** What an InferenceService is made of, see {@link InferenceServiceArgs.mode}. */
export type Mode = "Standard" | "Knative";

/** How many pods a part of an InferenceService has. */
export interface ReplicaArgs {
  /**
   * Fewest replicas. 0 is for mode `Knative`, and for `Standard` with a scale metric `query`, which KEDA asks for
   * while no pod is there; the first caller then waits for a pod, and for a node where there is none. Default: 1.
   */
  readonly minReplicas?: number | undefined;
  /** Most replicas; what they ask for together is held against the tenant's quota. Default: `minReplicas`, at least 1. */
  readonly maxReplicas?: number | undefined;
  /**
   * What the number of replicas between the two follows. Default: 80 percent of the processors that are asked for
   * (`Standard`), 100 requests at a time (`Knative`).
   */
  readonly scale?: Scale | undefined;
}

/** A program of your own beside the model: what comes in goes through it. */
export interface OwnPart extends OwnContainer, ReplicaArgs {
  /** What its container asks for. */
  readonly resources: PlacementArgs["resources"];
  /** Name of the node pool that it runs on. Default: any node without taints. */
  readonly pool?: string | undefined;
}

/** A new version of a model that gets part of the traffic. */
export interface Canary {
  /** Percent of the requests that it gets: 0 to 100. */
  readonly percent: number;
  /** Where its model is. Default: where the stable one's is. */
  readonly storageUri?: pulumi.Input<string> | undefined;
  /** What serves it. Default: what serves the stable one. */
  readonly predictor?: Predictor | undefined;
}

/** How a change is rolled out. What belongs to the other mode is refused. */
export interface Rollout {
  /**
   * `Standard`: replace pods one after the other, or all at once, which needs no accelerators beside those in use and
   * answers nobody meanwhile. Default: RollingUpdate.
   */
  readonly strategy?: "RollingUpdate" | "Recreate" | undefined;
  /** `Standard`, RollingUpdate: percent of the replicas that come on top while it lasts. Default: 25. */
  readonly maxSurgePercent?: number | undefined;
  /** `Standard`, RollingUpdate: percent of the replicas that may be missing while it lasts. Default: 25. */
  readonly maxUnavailablePercent?: number | undefined;
  /** `Knative`: seconds over which the traffic goes over to a new version that is ready. Default: 0, at once. */
  readonly durationSeconds?: number | undefined;
}

/** How much one pod answers; what is above it gets status 429 at once, and never reaches the model server. */
export interface RateLimit {
  /** Requests a second and pod: a whole number, or a fraction below 1. The limit of all is this times the replicas. */
  readonly requestsPerSecond: number;
  /** Requests that a pod takes at once after a quiet time. Default: `requestsPerSecond`, at least 1. */
  readonly burst?: number | undefined;
}

/** When Alertmanager hears of a model. Needs add-on `prometheus`; costs a few series of each pod. */
export interface Alerts {
  /** Percent of the requests answered with 5xx over five minutes. Default: no alert. */
  readonly errorRatePercent?: number | undefined;
  /** Seconds that 99 of 100 requests must not take longer than, over five minutes. Default: no alert. */
  readonly latencyP99Seconds?: number | undefined;
  /** Minutes without any pod that is ready. Not where `minReplicas` is 0. Default: no alert. */
  readonly unavailableMinutes?: number | undefined;
  /** Label `severity` of the alerts. Default: warning. */
  readonly severity?: "info" | "warning" | "critical" | undefined;
}

/** What an InferenceService is made from. */
export interface InferenceServiceArgs extends WorkloadArgs, ReplicaArgs {
  /** What serves the model: one of the release's model servers, or a container of your own. */
  readonly predictor: Predictor;
  /**
   * Where the model is: `s3://<bucket>/<tenant>/…` of the platform's buckets of models or artifacts, a volume claim of
   * the namespace `pvc://<claim>/<path>`, `hf://<organization>/<model>` (needs a way out to huggingface.co from the
   * pods; models behind a license need a token besides), or `https://…`. It is copied when a pod starts: without S3
   * in the same region a large model costs minutes and traffic each time. Default: none, for predictors that bring
   * their model along.
   */
  readonly storageUri?: pulumi.Input<string> | undefined;
  /**
   * Whether something else than this program says later which model serves, such as a pipeline that found a better
   * one: `storageUri` is then what it begins with, and later changes of it in the cluster stay. Default: false.
   */
  readonly modelSetElsewhere?: boolean | undefined;
  /** What the model server's container asks for. */
  readonly resources: PlacementArgs["resources"];
  /** Name of the node pool that the model runs on. Default: any node without taints. */
  readonly pool?: string | undefined;
  /**
   * What it is made of: `Standard` a Deployment and a HorizontalPodAutoscaler, `Knative` a Knative Service, which
   * scales to zero and by requests. KServe refuses to change it later. Default: the platform's `serving.mode`.
   */
  readonly mode?: Mode | undefined;
  /**
   * A new version that gets part of the traffic.
   *
   * In the `Standard` mode, of which KServe 0.16 knows no canaries, it is a second InferenceService `<name>-canary`
   * behind the same address; it costs its own replicas: from the share of `minReplicas` that `percent` is, at least
   * 1, to `maxReplicas`. A request header `x-model-version: stable` or `canary` chooses, and an answer's header of
   * that name says who gave it. In the `Knative` mode it is KServe's `canaryTrafficPercent`: the share of a new
   * revision beside the last one that had all traffic, so give it only once the stable version has been rolled out.
   *
   * To promote it, make it the stable one and leave `canary` out; to take it back, leave it out.
   */
  readonly canary?: Canary | undefined;
  /** Seconds after which a request is given up. Default: none (`Standard`), 300 (`Knative`, which allows 600). */
  readonly timeoutSeconds?: number | undefined;
  /** `Knative`: most requests that a pod gets at a time, others wait. Default: no limit. */
  readonly containerConcurrency?: number | undefined;
  /** How a change is rolled out. */
  readonly rollout?: Rollout | undefined;
  /**
   * Keep requests, answers or both as JSON objects in S3, below
   * `<platform's request logs>/<tenant>/<name>/predictor/`. Costs 0.005 USD for 1,000 objects beside the storage, and
   * a sidecar of 100m CPU and 100Mi memory a pod. Needs S3. Default: nothing is kept.
   */
  readonly logRequests?: "all" | "request" | "response" | undefined;
  /**
   * A program of yours that requests go through before the model and answers after it. KServe gives it
   * `--model_name`, `--predictor_host` and `--http_port`. Default: none.
   */
  readonly transformer?: OwnPart | undefined;
  /** A program of yours that answers `…:explain`; it gets the same arguments as a transformer. Default: none. */
  readonly explainer?: OwnPart | undefined;
  /**
   * Who may call it; whoever none of them names is refused, the tenant's owner too, and an empty list lets nobody in.
   * Default: what holds for every model of the tenant (docs/sign-on.md): its owner and the pods of the namespace.
   */
  readonly callers?: readonly ModelCallers[] | undefined;
  /** How much a pod answers. Knative's own probes count too. Default: no limit. */
  readonly rateLimit?: RateLimit | undefined;
  /** When somebody is told. Default: no alerts. */
  readonly alerts?: Alerts | undefined;
  /**
   * Service account of the model's pods; its Pod Identity fetches the model and keeps requests. Default:
   * `default-editor`, the tenant's, which reaches the tenant's prefixes.
   */
  readonly serviceAccount?: string | undefined;
  /** Wait until it answers. Default: true, and false on a simulated cluster, where no KServe controller runs. */
  readonly waitUntilReady?: boolean | undefined;
}
