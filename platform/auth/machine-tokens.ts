import { isObject, type Json, type Manifest, objectKey, objectOf, on, type Transform } from "../../manifests";
import { jwtRule } from "../../istio";
import { DEX, type SignOn } from "./sign-on";

/** The kustomization of oauth2-proxy: the one for EKS has a place for the cluster's issuer. */
export function oauth2ProxyTarget({ clusterIssuer }: Pick<SignOn, "clusterIssuer">): string {
  return clusterIssuer === undefined
    ? "common/oauth2-proxy/overlays/m2m-dex-only"
    : "common/oauth2-proxy/overlays/m2m-dex-and-eks";
}

/**
 * What the gateway takes bearer tokens of: dex' for people, and the cluster's for programs, whose audience upstream
 * doesn't ask for. A token that a pod has for something else, such as the API server or AWS, then says nothing here.
 *
 * @throws Error where the release's objects have another shape
 */
export function gatewayTokens({ tokenIssuers }: SignOn): readonly Transform[] {
  const [people, programs] = tokenIssuers;
  return [
    replaceRules("dex-jwt", [DEX], people === undefined ? [] : [jwtRule(people)]),
    // Not in the kustomization without a cluster's issuer.
    replaceRules(
      "m2m-token-issuer",
      ["https://oidc.eks.AWS_REGION.amazonaws.com/id/CLUSTER_ID"],
      programs === undefined ? [] : [jwtRule(programs)],
    ),
  ];
}

/** Replaces the rules of one of upstream's RequestAuthentications, whose issuers must be those that are known. */
export function replaceRules(name: string, known: readonly string[], rules: readonly Json[]): Transform {
  return on({ kind: "RequestAuthentication", name, namespace: "istio-system" }, (manifest) => {
    const found = issuersOf(manifest);
    if (found.join() !== known.join() || rules.length === 0) {
      throw new Error(`${objectKey(manifest)} has issuers ${found.join(", ")}, not ${known.join(", ")}`);
    }
    const spec = objectOf(manifest.spec);
    return { ...manifest, spec: { ...spec, jwtRules: [...rules] } };
  });
}

function issuersOf(manifest: Manifest): string[] {
  const rules =
    isObject(manifest.spec) && Array.isArray(manifest.spec.jwtRules) ? manifest.spec.jwtRules : [];
  return rules.map((rule) => (isObject(rule) && typeof rule.issuer === "string" ? rule.issuer : "none"));
}
