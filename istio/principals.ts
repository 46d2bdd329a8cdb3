/** The mesh's trust domain. Source: the release's ConfigMap istio-system/istio, `trustDomain`. */
export const TRUST_DOMAIN = "cluster.local";

/** The identity that the mesh gives to pods of a service account, as policies spell it. */
export function principal(namespace: string, serviceAccount: string): string {
  return `${TRUST_DOMAIN}/ns/${namespace}/sa/${serviceAccount}`;
}

/** Who people and programs from outside, and programs of other namespaces, come through. */
export const GATEWAYS = {
  /** The way in of browsers and of programs with a token. */
  ingress: principal("istio-system", "istio-ingressgateway-service-account"),
  /** Between namespaces, and on Knative's way to a model. */
  clusterLocal: principal("istio-system", "cluster-local-gateway-service-account"),
} as const;

/** Those of Knative's pods that reach a model's pods. Source: their Deployments in release 26.03 (Knative 1.21). */
export const KNATIVE = {
  /** Hands a request on once a pod is there, with the headers that a gateway has set. */
  activator: principal("knative-serving", "activator"),
  /** Asks each pod how many requests it has. Both it and the controllers run as this account. */
  controller: principal("knative-serving", "controller"),
} as const;

/**
 * Header in which the gateways say who somebody is: a person's address, or `system:serviceaccount:<namespace>:<name>`.
 * A gateway takes it out of what comes in before it writes it (Envoy's JWT filter sanitizes the headers that it
 * writes), so it can be trusted where the request comes from a gateway, and only there.
 */
export const USER_HEADER = "kubeflow-userid";

/**
 * A token's groups. There is a header for them too, `kubeflow-groups`, but no policy can read it: the gateway writes
 * lists as base64 of JSON.
 */
export const GROUPS_CLAIM = "request.auth.claims[groups]";

/** The user that a service account's token stands for. */
export function serviceAccountUser(namespace: string, serviceAccount: string): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

/** The ingress gateway's Service, as programs inside the cluster name it; port 80, with a token. */
export const INGRESS_GATEWAY = "istio-ingressgateway.istio-system.svc.cluster.local";
