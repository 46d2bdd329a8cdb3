import * as z from "zod";
import { type Manifest, objectOf, type ReleaseVersion, type Transform } from "../../manifests";
import { changeConfigMap, changeJson } from "../components/config-map";
import type { Context } from "../part";

/** Where the agent of EKS Pod Identity answers on every node. Source: EKS user guide, Pod Identity agent set-up. */
const podIdentityAgent = "169.254.170.23/32";

/** Versions of Istio in a release. */
interface IstioVersions {
  /** What upstream's injector gives to pods. */
  readonly upstreamSidecars: string;
  /** istiod's, and so that of our sidecars. */
  readonly controlPlane: string;
}

/**
 * Of each release. The sidecars of 26.03 are of a later version than istiod, which Istio does not support: a control
 * plane may be ahead of its proxies, not behind. Source: images of common/istio, where the injector's values are a
 * patch of their own.
 */
export const ISTIO_VERSIONS: Readonly<Record<ReleaseVersion, IstioVersions>> = {
  "26.03": { upstreamSidecars: "1.29.0", controlPlane: "1.28.0" },
  "26.03.1-rc.2": { upstreamSidecars: "1.30.1", controlPlane: "1.30.1" },
};

/**
 * What the injector gives to pods: sidecars of the control plane's version, and on AWS the way to Pod Identity past
 * them. Init containers and SDKs ask for credentials before a sidecar runs, and it could not reach the node's agent.
 *
 * @throws Error where the release's values have another shape
 */
export function sidecarInjector({ config, infra }: Pick<Context, "config" | "infra">): Transform {
  const versions = ISTIO_VERSIONS[config.release];
  const change = changeJson("values", z.looseObject({}), (values) => {
    const global = objectOf(values.global);
    const proxy = objectOf(global.proxy);
    if (global.tag !== versions.upstreamSidecars || proxy.excludeIPRanges !== "") {
      throw new Error(
        `the sidecar injector's values.global.tag is not ${versions.upstreamSidecars}, or excludeIPRanges is not empty`,
      );
    }
    return {
      ...values,
      global: {
        ...global,
        tag: versions.controlPlane,
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
