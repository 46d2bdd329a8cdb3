import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { checkName } from "../../spec/digest";
import { place, type Placement } from "../../spec/placement";
import { checkQuota, tenantName, tenantAccount } from "../../spec/tenant";
import { checkHost, checkService } from "./checks";
import type { InferenceServiceArgs, Mode, OwnPart } from "./inference-service-args";
import { type CodeMap, codeMapOf, ownPod } from "./own-container";
import { type Predictor, predictorServer } from "./predictor";
import { deploymentStrategy, rolloutAnnotations } from "./rollout";
import { type AutoscalerClass, autoscalerClass, replicasOf, scalingSpec } from "./scaling";
import { checkedStorageUri } from "./storage-uri";

/** What a name, a mode and arguments come to: what everything that belongs to an InferenceService is made from. */
export interface Service {
  /** `InferenceService "name"`, for messages. */
  readonly owner: string;
  /** Its name, which clients call the model by. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  readonly mode: Mode;
  readonly args: InferenceServiceArgs;
  /** Its InferenceServices: the stable one, and in the Standard mode the canary. */
  readonly versions: readonly Version[];
  readonly autoscaler: AutoscalerClass;
}

/** One InferenceService object. */
export interface Version {
  /** Name of the object. */
  readonly name: string;
  readonly predictor: Predictor;
  readonly storageUri: pulumi.Input<string> | undefined;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Share of a new Knative revision. */
  readonly canaryTrafficPercent?: number;
}

/** A part of an InferenceService, as labels and names of its objects have it. */
export type Part = "predictor" | "transformer" | "explainer";

/**
 * Checks everything that is plain about an InferenceService.
 *
 * @throws UserError where something is wrong or the platform can't carry it
 */
export function serviceOf(name: string, args: InferenceServiceArgs): Service {
  const owner = `InferenceService "${checkName("InferenceService", name)}"`;
  const namespace = tenantName(args.tenant);
  const mode = args.mode ?? args.platform.serving.mode;
  checkService(owner, mode, args);
  const parts = [args, args.transformer, args.explainer].flatMap((part) =>
    part === undefined ? [] : [part],
  );
  const autoscaler = autoscalerClass(owner, mode, parts, args.platform);
  const versions = versionsOf(owner, name, mode, args).map((version) => ({
    ...version,
    storageUri:
      version.storageUri === undefined
        ? undefined
        : checkedStorageUri(owner, namespace, args.platform, version.storageUri),
  }));
  versions.forEach((version) => {
    checkHost(owner, version.name, namespace, mode);
  });
  const service = { owner, name, namespace, mode, args, versions, autoscaler };
  checkQuota(owner, args.tenant, demandOf(service));
  return service;
}

/** The part that clients' requests come to. */
export function entryOf({ transformer }: Pick<InferenceServiceArgs, "transformer">): Part {
  return transformer === undefined ? "predictor" : "transformer";
}

/** The `metadata` of an InferenceService object, without its namespace. */
export function inferenceServiceMetadata({ mode, args, autoscaler }: Service, version: Version) {
  const { platform, waitUntilReady = !platform.cluster.simulated } = args;
  // queue-proxy's port, which only pods of the Knative mode have; a platform's default is for its own mode.
  const scraped = String(mode === "Knative" && platform.addons.includes("prometheus"));
  return {
    name: version.name,
    // KServe makes no Ingress then: the component's own VirtualService leads to it, with or without a canary.
    ...(mode === "Standard" ? { labels: { "networking.kserve.io/visibility": "cluster-local" } } : {}),
    annotations: {
      "serving.kserve.io/deploymentMode": mode,
      ...(mode === "Standard" ? { "serving.kserve.io/autoscalerClass": autoscaler } : {}),
      "serving.kserve.io/enable-prometheus-scraping": scraped,
      ...rolloutAnnotations(args.rollout),
      ...(waitUntilReady ? { "pulumi.com/waitFor": "condition=Ready" } : {}),
    },
  };
}

/** The `spec` of an InferenceService object. */
export function inferenceServiceSpec(service: Service, version: Version) {
  const { args } = service;
  return {
    predictor: predictorSpec(service, version),
    ...(args.transformer === undefined
      ? {}
      : { transformer: ownPartSpec(service, version, "transformer", args.transformer) }),
    ...(args.explainer === undefined
      ? {}
      : { explainer: ownPartSpec(service, version, "explainer", args.explainer) }),
  };
}

/** The ConfigMaps with the programs of all parts of all versions, each once. */
export function codeMapsOf({ name, args, versions }: Service): CodeMap[] {
  const containers = [...versions.map(({ predictor }) => predictor), args.predictor].flatMap((predictor) =>
    predictor.kind === "custom" ? [predictor] : [],
  );
  const parts = [...containers, args.transformer, args.explainer].flatMap((part) => {
    const map = part === undefined ? undefined : codeMapOf(name, part);
    return map === undefined ? [] : [[map.name, map] as const];
  });
  return [...new Map(parts).values()];
}

/** Name of the account of pods that hand requests on to the predictor, where it answers nobody else. */
export function handingOnAccount(name: string): string {
  return `model-${name}`;
}

function predictorSpec(service: Service, version: Version) {
  const { owner, name, args } = service;
  const { platform, pool } = args;
  const placement = place(owner, args);
  return {
    ...common(service, version, "predictor", { ...args, ...version }, placement),
    serviceAccountName: args.serviceAccount ?? tenantAccount,
    ...(args.containerConcurrency === undefined ? {} : { containerConcurrency: args.containerConcurrency }),
    ...(version.canaryTrafficPercent === undefined
      ? {}
      : { canaryTrafficPercent: version.canaryTrafficPercent }),
    ...loggerOf(service),
    ...predictorServer(version.predictor, {
      owner,
      model: name,
      service: version.name,
      storageUri: version.storageUri,
      placement,
      pool,
      platform,
    }),
  };
}

function ownPartSpec(service: Service, version: Version, part: Part, own: OwnPart) {
  const { name, mode, args } = service;
  const owner = `${service.owner}: ${part}`;
  const placement = place(owner, { resources: own.resources, pool: own.pool, platform: args.platform });
  // Without it KServe says the name of the InferenceService, which a canary has one of its own of.
  const named = version.name === name ? [] : [`--model_name=${name}`];
  const given = own.arguments ?? [];
  const container = named.length + given.length === 0 ? own : { ...own, arguments: [...named, ...given] };
  return {
    ...common(service, version, part, own, placement),
    serviceAccountName:
      mode === "Standard" && args.callers !== undefined
        ? handingOnAccount(name)
        : (args.serviceAccount ?? tenantAccount),
    ...ownPod(owner, name, container, placement.resources, args.platform),
  };
}

function common(
  { namespace, args, autoscaler, mode }: Service,
  version: Version,
  part: Part,
  replicas: Parameters<typeof scalingSpec>[1],
  placement: Placement,
) {
  const workload = { name: `${version.name}-${part}`, namespace };
  const strategy = deploymentStrategy(args.rollout);
  return {
    ...placement.pod,
    // The webhook would add this line: a model server has nothing to ask the API server for.
    automountServiceAccountToken: false,
    ...scalingSpec(autoscaler, replicas, workload),
    ...(mode === "Knative" && args.timeoutSeconds !== undefined ? { timeout: args.timeoutSeconds } : {}),
    ...(strategy === undefined ? {} : { deploymentStrategy: strategy }),
  };
}

function loggerOf({ owner, args: { logRequests, platform } }: Service) {
  if (logRequests === undefined) {
    return {};
  }
  const { requestLogs } = platform.serving;
  if (requestLogs === undefined) {
    throw new UserError(
      `${owner}: logRequests is "${logRequests}", and platform "${platform.environment}" has no S3 to keep requests in`,
      "leave logRequests out there, or set kubeflow-platform:serving.requestLogs.url",
    );
  }
  const { url, storage } = requestLogs;
  return { logger: { mode: logRequests, url, storage } };
}

function versionsOf(owner: string, name: string, mode: Mode, args: InferenceServiceArgs): Version[] {
  const { canary, predictor, storageUri } = args;
  const { min, max } = replicasOf(args);
  const stable: Version = { name, predictor, storageUri, minReplicas: min, maxReplicas: max };
  if (canary === undefined) {
    return [stable];
  }
  const { percent } = canary;
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw new UserError(
      `${owner}: canary.percent is ${percent}; it is a whole number from 0 to 100`,
      "correct it: the stable version gets the rest",
    );
  }
  if (canary.predictor === undefined && canary.storageUri === undefined) {
    throw new UserError(
      `${owner}: the canary is no other version: it has neither a predictor nor a storageUri`,
      "set canary.storageUri, or leave canary out",
    );
  }
  const next = { predictor: canary.predictor ?? predictor, storageUri: canary.storageUri ?? storageUri };
  if (mode === "Knative") {
    return [{ ...stable, ...next, canaryTrafficPercent: percent }];
  }
  const share = min === 0 ? 0 : Math.max(1, Math.ceil((min * percent) / 100));
  return [stable, { name: `${name}-canary`, ...next, minReplicas: share, maxReplicas: max }];
}

/** What all pods ask for together where each part has as many as it may. */
function demandOf({ owner, args, versions }: Service) {
  const own = [args.transformer, args.explainer].flatMap((part) =>
    part === undefined ? [] : versions.map(() => ({ ...part, max: replicasOf(part).max })),
  );
  const predictors = versions.map(({ maxReplicas }) => ({ ...args, max: maxReplicas }));
  const demands = [...predictors, ...own].map(({ resources, pool, max }) => {
    const { accelerators } = place(owner, { resources, pool, platform: args.platform });
    return { cpu: resources.cpu * max, memoryGiB: resources.memoryGiB * max, gpus: accelerators * max };
  });
  const sum = (key: "cpu" | "memoryGiB" | "gpus") => demands.reduce((total, each) => total + each[key], 0);
  return { cpu: sum("cpu"), memoryGiB: sum("memoryGiB"), gpus: sum("gpus") };
}
