import { isObject, type Manifest, objectKey, objectOf, on, type Transform } from "../../manifests";
import { replaceRules } from "../auth/machine-tokens";
import type { SignOn } from "../auth/sign-on";
import { authorizationPolicy, jwtRule } from "../../istio";
import { GATEWAYS, KNATIVE } from "../../istio";

/**
 * Paths at which the cluster-local gateway asks for no token: Knative's controller looks whether a route is there.
 * Source: knative-extensions/net-istio, its prober.
 */
const probes = ["/healthz"];

/**
 * The cluster-local gateway asks for a token, as upstream's overlay m2m-auth does, of the issuers that this cluster has;
 * upstream's own are those of a cluster that is its own issuer, with a proxy for its keys. Without the token of a
 * program or a person, only Knative's probes come through.
 *
 * @throws Error where the release's objects have another shape
 */
export function clusterLocalGatewayTokens({ tokenIssuers }: SignOn): readonly Transform[] {
  const policy = (name: string) => ({ kind: "AuthorizationPolicy", name, namespace: "istio-system" });
  return [
    replaceRules(
      "cluster-local-gateway-jwt",
      ["https://kubernetes.default.svc.cluster.local", "https://kubernetes.default.svc"],
      tokenIssuers.map(jwtRule),
    ),
    on(policy("cluster-local-gateway"), (manifest) =>
      withRules(manifest, "ALLOW", [
        { from: [{ source: { requestPrincipals: ["*"] } }] },
        { to: [{ operation: { methods: ["GET"], paths: [...probes] } }] },
      ]),
    ),
    on(policy("cluster-local-gateway-require-jwt"), (manifest) =>
      withRules(manifest, "DENY", [
        {
          from: [{ source: { notRequestPrincipals: ["*"] } }],
          to: [{ operation: { notPaths: [...probes] } }],
        },
      ]),
    ),
  ];
}

function withRules(manifest: Manifest, action: string, rules: Manifest["spec"][]): Manifest {
  const spec = objectOf(manifest.spec);
  if (spec.action !== action || !isObject(spec.selector)) {
    throw new Error(`${objectKey(manifest)} is not ${action} for selected pods`);
  }
  return { ...manifest, spec: { ...spec, rules: rules.flatMap((rule) => (isObject(rule) ? [rule] : [])) } };
}

/**
 * Only gateways hand requests to Knative's activator. Upstream lets in whoever is in the mesh, and the activator passes
 * headers on under its own name: a pod of one tenant could call another's model as anybody whom it names.
 */
export function activatorCallers(): Manifest {
  return authorizationPolicy({
    name: "activator-gateways-only",
    namespace: "knative-serving",
    action: "DENY",
    selector: { app: "activator" },
    rules: [
      {
        from: [
          {
            notPrincipals: [GATEWAYS.ingress, GATEWAYS.clusterLocal, KNATIVE.activator, KNATIVE.controller],
          },
        ],
      },
    ],
  });
}
