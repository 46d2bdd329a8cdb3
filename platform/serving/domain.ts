import type { Setting } from "../part";

/** What the release's manifests have: nobody reaches models by it from outside. */
export const placeholderDomain = "example.com";

/** Domain below which models have their host names, and how they are reached there. */
export interface ServingDomain {
  readonly domain: string;
  readonly scheme: "http" | "https";
}

/** Where models are reached: TLS ends at the load balancer, so without one there is none. */
export function servingDomain({ config, infra }: Setting): ServingDomain {
  const edge = infra.aws?.edge;
  return {
    domain: config.serving.domain ?? edge?.domain ?? placeholderDomain,
    scheme: edge === undefined ? "http" : "https",
  };
}
