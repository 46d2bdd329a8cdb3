import { deployedPipeline } from "../deployed-pipeline";
import type { Example } from "../example";

/** From a table in S3 to a served model. */
export const pipeline: Example = deployedPipeline({
  example: "pipeline",
  name: "train-and-evaluate",
  description: "From a table in S3 to a served model, if it is better than the one that serves.",
  settingsOf: (config) => config.pipeline,
  parametersOf: ({ platform: { components } }) => ({
    registry: components.includes("modelRegistry")
      ? "http://model-registry-service.kubeflow.svc.cluster.local:8080"
      : "",
  }),
});
