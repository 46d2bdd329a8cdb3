import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture } from "../../testing";
import type { InferenceServiceArgs } from "./inference-service-args";
import { type Service, serviceOf } from "./inference-service-spec";

/** Helpers of this folder's tests; no component imports them. */

/** A platform on AWS with Knative and KEDA, which takes every setting. */
export const servingPlatform: PlatformOutputs = {
  ...awsPlatformFixture,
  addons: ["prometheus", "keda"],
  components: [...awsPlatformFixture.components, "knativeServing"],
};

/** The least that makes a model. */
export const modelArgs: InferenceServiceArgs = {
  tenant: "team-a",
  predictor: { kind: "sklearn" },
  storageUri: "s3://kubeflow-prod-models/team-a/churn/v1",
  resources: { cpu: 1, memoryGiB: 2 },
  platform: servingPlatform,
};

/** The model `churn` with a change to its arguments. */
export function churn(change: Partial<InferenceServiceArgs> = {}): Service {
  return serviceOf("churn", { ...modelArgs, ...change });
}

/** A program of one's own beside a model. */
export const ownPart = {
  image: "docker.io/team/features:1",
  resources: { cpu: 0.5, memoryGiB: 1 },
} as const;
