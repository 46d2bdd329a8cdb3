import { UserError } from "../../config/errors";
import type { Setting } from "../part";

/** What the release's manifests have: nobody reaches models by it from outside. */
export const placeholderDomain = "example.com";

/** Domain below which models have their host names, and how they are reached there. */
export interface ServingDomain {
  readonly domain: string;
  readonly scheme: "http" | "https";
}

/**
 * Where models are reached: TLS ends at the load balancer, so without one there is none.
 *
 * @throws UserError where configuration names a domain that infra's certificate, records and load balancer are not for
 */
export function servingDomain({ config, infra }: Setting): ServingDomain {
  const asked = config.serving.domain;
  const edge = infra.aws?.edge;
  if (edge === undefined) {
    return { domain: asked ?? placeholderDomain, scheme: "http" };
  }
  const domain = edge.models?.domain ?? edge.domain;
  if (asked !== undefined && asked !== domain) {
    throw new UserError(
      `kubeflow-platform:serving.domain is ${asked}, where nobody would reach a model: the load balancer, its ` +
        `certificate and the DNS records that infra has made are for models below ${domain}`,
      `leave it out, or set kubeflow-infra:edge.models.domain to ${asked}; then up makes what leads there`,
    );
  }
  return { domain, scheme: "https" };
}
