import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { checkName } from "../../spec/digest";
import { type PlacementArgs, place } from "../../spec/placement";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";

/** What the spec of an {@link InferenceService} is made from, the model's address aside. */
export interface InferenceServiceSpecArgs extends PlacementArgs {
  /** Format of the model, as KServe's serving runtimes name it: `sklearn`, `xgboost`, `huggingface`, … */
  readonly format: string;
  /**
   * Name of the ServingRuntime or ClusterServingRuntime that serves it. Default: KServe takes the one of highest
   * priority that knows format and protocol; for `sklearn` with `v2` that is MLServer, with versions of its own.
   */
  readonly runtime?: string | undefined;
  /** Protocol that it speaks: `v1` (`:predict`) or `v2` (the open inference protocol). Default: `v2`. */
  readonly protocol?: "v1" | "v2" | undefined;
  /**
   * How it is run: `Standard` as a Deployment with a HorizontalPodAutoscaler, `Knative` with scaling to zero and
   * canaries. Can't be changed later. Default: `Standard`, whatever the platform's own default is.
   */
  readonly mode?: "Standard" | "Knative" | undefined;
  /** Fewest replicas; 0 is for `Knative` only. Default: 1. */
  readonly minReplicas?: number | undefined;
  /** Most replicas. Default: as many as the fewest, and at least 1. */
  readonly maxReplicas?: number | undefined;
}

/** What an {@link InferenceService} is made from. */
export interface InferenceServiceArgs extends InferenceServiceSpecArgs, WorkloadArgs {
  /** Where the model is: `s3://…`, `pvc://claim/path`, `hf://…`, … */
  readonly storageUri: pulumi.Input<string>;
  /**
   * Wait until it answers. Never true on a simulated cluster, where no KServe controller runs.
   */
  readonly waitUntilReady: boolean;
}

/**
 * A model behind an HTTP address, run by KServe 0.16.
 *
 * Needs platform component `kserve`. A change is rolled out under the same name and address.
 */
export class InferenceService extends pulumi.ComponentResource {
  /** The InferenceService object. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where the name, the pool or the replicas are wrong */
  constructor(name: string, args: InferenceServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("InferenceService", name);
    const predictor = predictorSpec(name, args);
    super("kubeflow:workloads:InferenceService", name, {}, opts);

    const service = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "serving.kserve.io/v1beta1",
        kind: "InferenceService",
        metadata: { name, namespace: namespaceOf(args.tenant), annotations: annotations(args) },
        spec: {
          predictor: { ...predictor, model: { ...predictor.model, storageUri: args.storageUri } },
        },
      },
      { parent: this },
    );
    this.workload = workloadOf(service);
    this.registerOutputs({ workload: this.workload });
  }
}

/** The annotations of the InferenceService. */
export function annotations(
  args: Pick<InferenceServiceArgs, "mode" | "waitUntilReady">,
): Record<string, string> {
  return {
    "serving.kserve.io/deploymentMode": args.mode ?? "Standard",
    ...(args.waitUntilReady ? { "pulumi.com/waitFor": "condition=Ready" } : {}),
  };
}

/** The `spec.predictor` of the InferenceService, without the model's address. */
export function predictorSpec(name: string, args: InferenceServiceSpecArgs) {
  const placement = place(`InferenceService "${name}"`, args);
  const minReplicas = args.minReplicas ?? 1;
  const maxReplicas = args.maxReplicas ?? Math.max(1, minReplicas);
  if (minReplicas > maxReplicas || (minReplicas === 0 && args.mode !== "Knative")) {
    throw new UserError(
      `InferenceService "${name}": from ${minReplicas} to ${maxReplicas} replicas in mode ${args.mode ?? "Standard"}`,
      minReplicas > maxReplicas ? "raise maxReplicas" : "only Knative scales to zero: set mode: Knative",
    );
  }
  return {
    ...placement.pod,
    // The webhook would add this line: a model server has nothing to ask the API server for.
    automountServiceAccountToken: false,
    minReplicas,
    maxReplicas,
    model: {
      modelFormat: { name: args.format },
      protocolVersion: args.protocol ?? "v2",
      ...(args.runtime === undefined ? {} : { runtime: args.runtime }),
      resources: placement.resources,
    },
  };
}
