import * as z from "zod";
import { type Manifest, objectOf, type Transform } from "../../manifests";
import { changeConfigMap, changeJson } from "../components/config-map";
import type { Context } from "../part";

/** Where the agent of EKS Pod Identity answers on every node. Source: EKS user guide, Pod Identity agent set-up. */
const podIdentityAgent = "169.254.170.23/32";

/**
 * The version of the release's istiod. Its sidecars are of a later one (1.29.0), which Istio does not support: a control
 * plane may be ahead of its proxies, not behind. Source: images of common/istio in release 26.03, where the injector's
 * values are a patch of their own.
 */
export const ISTIO_VERSION = { upstreamSidecars: "1.29.0", controlPlane: "1.28.0" } as const;

/**
 * What the injector gives to pods: sidecars of the control plane's version, and on AWS the way to Pod Identity past
 * them. Init containers and SDKs ask for credentials before a sidecar runs, and it could not reach the node's agent.
 *
 * @throws Error where the release's values have another shape
 */
export function sidecarInjector({ infra }: Pick<Context, "infra">): Transform {
  const change = changeJson("values", z.looseObject({}), (values) => {
    const global = objectOf(values.global);
    const proxy = objectOf(global.proxy);
    if (global.tag !== ISTIO_VERSION.upstreamSidecars || proxy.excludeIPRanges !== "") {
      throw new Error(
        `the sidecar injector's values.global.tag is not ${ISTIO_VERSION.upstreamSidecars}, or excludeIPRanges is not empty`,
      );
    }
    return {
      ...values,
      global: {
        ...global,
        tag: ISTIO_VERSION.controlPlane,
        proxy: { ...proxy, ...(infra.aws !== undefined && { excludeIPRanges: podIdentityAgent }) },
      },
    };
  });
  return changeConfigMap({ name: "istio-sidecar-injector", namespace: "istio-system" }, change);
}

/**
 * Lets Knative's activator and autoscaler see the Services of all namespaces, as upstream does for the notebook
 * controller: by the default Sidecar they know their own namespace and the platform's, reach a tenant's pods in plain
 * text then, and are refused for having no identity.
 */
export function knativeReach(): Manifest[] {
  return ["activator", "autoscaler"].map((app) => ({
    apiVersion: "networking.istio.io/v1",
    kind: "Sidecar",
    metadata: { name: `${app}-reach`, namespace: "knative-serving" },
    spec: { workloadSelector: { labels: { app } }, egress: [{ hosts: ["*/*"] }] },
  }));
}
