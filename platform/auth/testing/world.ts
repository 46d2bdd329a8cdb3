import { objectsOf } from "../../../contract";
import type { Manifest } from "../../../manifests";
import { authorizationPolicy } from "../../../istio";
import { GATEWAYS, KNATIVE, principal } from "../../../istio";
import type { Context } from "../../part";
import { tenantAccessPolicies, tenantAccessValues } from "../tenant-access";
import { evaluate, type Pods, sentOn, type Session, type Verdict } from "./evaluate";
import type { Request, Token } from "./matching";
import type { SecurityObjects } from "./policies";

/** A person's token, as dex signs it for oauth2-proxy at kubeflow.example.com. */
export function person(email: string, ...groups: string[]): Token {
  return {
    iss: "https://kubeflow.example.com/dex",
    sub: Buffer.from(email).toString("base64"),
    aud: ["kubeflow-oidc-authservice"],
    email,
    ...(groups.length > 0 && { groups }),
  };
}

/** A service account's token, as the cluster of platform/testing/settings.ts signs it. */
export function program(namespace: string, name: string, audience = "pipelines.kubeflow.org"): Token {
  return {
    iss: "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF",
    sub: `system:serviceaccount:${namespace}:${name}`,
    aud: [audience],
  };
}

/** A station that hands requests on, and the identity with which it does. */
interface Station {
  readonly pods: Pods;
  readonly identity: string;
}

/** Those of the release. */
export const STATIONS = {
  ingress: {
    pods: {
      namespace: "istio-system",
      labels: { app: "istio-ingressgateway", istio: "ingressgateway" },
      gateway: true,
    },
    identity: GATEWAYS.ingress,
  },
  clusterLocal: {
    pods: {
      namespace: "istio-system",
      labels: { app: "cluster-local-gateway", istio: "cluster-local-gateway" },
      gateway: true,
    },
    identity: GATEWAYS.clusterLocal,
  },
  activator: {
    pods: { namespace: "knative-serving", labels: { app: "activator" } },
    identity: KNATIVE.activator,
  },
  pipelinesUi: {
    pods: { namespace: "kubeflow", labels: { app: "ml-pipeline-ui" } },
    identity: principal("kubeflow", "ml-pipeline-ui"),
  },
} as const satisfies Record<string, Station>;

/** Sends a request by stations to pods. The session is what a browser's cookie is worth at the first gateway. */
export function send(
  objects: SecurityObjects,
  request: Request,
  by: readonly (keyof typeof STATIONS)[],
  to: Pods,
  session?: Session,
): Verdict {
  let current = request;
  for (const name of by) {
    const { pods, identity } = STATIONS[name];
    const verdict = evaluate(objects, pods, { port: 8080, ...current }, session);
    if (!verdict.allowed) {
      return { allowed: false, because: `${name}: ${verdict.because}` };
    }
    current = sentOn(verdict.request, identity);
  }
  return evaluate(objects, to, current);
}

/**
 * The policy that the profile controller makes of every Profile. Source: Kubeflow 1.10, components/profile-controller,
 * getAuthorizationPolicy.
 */
export function ownerPolicy(namespace: string, owner: string): Manifest {
  return authorizationPolicy({
    name: "ns-owner-access-istio",
    namespace,
    action: "ALLOW",
    rules: [
      {
        from: [{ principals: [GATEWAYS.ingress, principal("kubeflow", "ml-pipeline-ui")] }],
        when: [{ key: "request.headers[kubeflow-userid]", values: [owner] }],
      },
      { when: [{ key: "source.namespace", values: [namespace] }] },
      { to: [{ paths: ["/healthz", "/metrics", "/wait-for-drain"] }] },
      {
        from: [{ principals: [principal("kubeflow", "notebook-controller-service-account")] }],
        to: [{ methods: ["GET"], paths: ["*/api/kernels"] }],
      },
    ],
  });
}

/** What a tenant's namespace has: the profile controller's policy and ours. */
export function tenant(context: Context, namespace: string, owner: string): Manifest[] {
  const objects = tenantAccessPolicies(context).map((manifest) => ({
    ...manifest,
    metadata: { ...manifest.metadata, namespace: manifest.metadata.namespace ?? "" },
  }));
  const filled = objectsOf({ objects, values: { ...tenantAccessValues(context) } }, namespace);
  return [ownerPolicy(namespace, owner), ...filled];
}
