import { INGRESS_GATEWAY } from "../istio";
import type { SignOn } from "./auth/sign-on";

/** Where people and programs go in: by the domain where there is one, else inside the cluster. */
export function endpointsOf({ origin, issuer, jwksUri, audiences, tokenIssuers }: SignOn) {
  return {
    endpoints: {
      dashboard: origin ?? `http://${INGRESS_GATEWAY}`,
      // Programs inside the cluster use it, with a token of their service account.
      pipelines: "http://ml-pipeline.kubeflow.svc.cluster.local:8888",
    },
    signOn: {
      issuer,
      jwksUri,
      audiences: [...audiences],
      tokenIssuers: tokenIssuers.map(({ audiences: of, ...issuer }) => ({
        ...issuer,
        ...(of !== undefined && { audiences: [...of] }),
      })),
    },
  };
}
