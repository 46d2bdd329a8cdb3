import { INGRESS_GATEWAY } from "../../../istio";
import { deployedPipeline } from "../deployed-pipeline";
import type { Example } from "../example";

/** From a table in S3 to a served model. */
export const pipeline: Example = deployedPipeline({
  example: "pipeline",
  name: "train-and-evaluate",
  description: "From a table in S3 to a served model, if it is better than the one that serves.",
  settingsOf: (config) => config.pipeline,
  parametersOf: ({ platform: { components, signOn } }) => ({
    // Steps have no sidecar: the registry's own pods take nothing but the mesh's mutual TLS. The gateway before them
    // knows a step by its token, where it knows the cluster's issuer.
    registry:
      components.includes("modelRegistry") && signOn.tokenIssuers.some(({ userClaim }) => userClaim === "sub")
        ? `http://${INGRESS_GATEWAY}`
        : "",
  }),
});
