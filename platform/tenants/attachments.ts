import type { JsonObject } from "../../manifests";
import { groupOf } from "../../manifests";
import type { Context } from "../part";

/** A kind of objects that metacontroller makes in tenants' namespaces. */
export interface Attachment {
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural, as in the API's paths. */
  readonly resource: string;
  /**
   * How a changed template gets to tenants that are there. `Recreate`: the API server refuses to change the object
   * (LocalQueue's spec.clusterQueue is immutable).
   */
  readonly method: "InPlace" | "Recreate";
  /** Whether this environment serves the kind; metacontroller fails on one that nobody serves. Default: always. */
  readonly servedIn?: (context: Context) => boolean;
}

/** Where tenants may have artifact servers (artifact-server.ts); else metacontroller needs no right to start pods. */
const onS3 = ({ infra }: Context) => infra.objectStorage.kind === "s3";

/**
 * Kinds that tenants may have. All that an environment serves are listed to metacontroller, whether there is a
 * template now or not: it takes away what it made only of kinds that it is told to look at.
 */
export const attachments: readonly Attachment[] = [
  { apiVersion: "v1", kind: "ConfigMap", resource: "configmaps", method: "InPlace" },
  { apiVersion: "v1", kind: "LimitRange", resource: "limitranges", method: "InPlace" },
  { apiVersion: "v1", kind: "ResourceQuota", resource: "resourcequotas", method: "InPlace" },
  {
    apiVersion: "v1",
    kind: "Secret",
    resource: "secrets",
    method: "InPlace",
    // Else metacontroller needs no right to any Secret of the cluster.
    servedIn: ({ infra }) => infra.objectStorage.kind === "in-cluster",
  },
  { apiVersion: "v1", kind: "Service", resource: "services", method: "InPlace", servedIn: onS3 },
  { apiVersion: "apps/v1", kind: "Deployment", resource: "deployments", method: "InPlace", servedIn: onS3 },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    resource: "networkpolicies",
    method: "InPlace",
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    resource: "rolebindings",
    // The role is part of the name: under one name it never changes, which the API server would refuse.
    method: "InPlace",
  },
  {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    resource: "authorizationpolicies",
    method: "InPlace",
  },
  {
    apiVersion: "security.istio.io/v1",
    kind: "RequestAuthentication",
    resource: "requestauthentications",
    method: "InPlace",
  },
  {
    apiVersion: "kubeflow.org/v1alpha1",
    kind: "PodDefault",
    resource: "poddefaults",
    method: "InPlace",
    servedIn: ({ has }) => has("admissionWebhook"),
  },
  {
    apiVersion: "kueue.x-k8s.io/v1beta2",
    kind: "LocalQueue",
    resource: "localqueues",
    method: "Recreate",
    servedIn: ({ has }) => has("kueue"),
  },
];

/** The kinds of {@link attachments} in an environment. */
export function attachmentsIn(context: Context): readonly Attachment[] {
  return attachments.filter(({ servedIn }) => servedIn?.(context) ?? true);
}

/**
 * What metacontroller may do, from the kinds that it makes. Upstream's ClusterRole of 26.03 has Secrets, Deployments,
 * Services and Istio's objects of the whole cluster too.
 */
export function metacontrollerRules(kinds: readonly Attachment[]): JsonObject[] {
  return [
    // `update`: the labels of tenants' namespaces.
    rule("", ["namespaces"], ["get", "list", "watch", "update"]),
    ...kinds.map(({ apiVersion, resource }) =>
      rule(groupOf(apiVersion), [resource], ["get", "list", "watch", "create", "update", "patch", "delete"]),
    ),
    // Kubernetes lets nobody give a role who has neither its rights nor this one.
    {
      ...rule("rbac.authorization.k8s.io", ["clusterroles"], ["bind"]),
      resourceNames: ["kubeflow-admin", "kubeflow-edit", "kubeflow-view"],
    },
    rule(
      "metacontroller.k8s.io",
      ["compositecontrollers", "controllerrevisions", "decoratorcontrollers"],
      ["get", "list", "watch"],
    ),
    rule("", ["events"], ["create", "patch"]),
  ];
}

function rule(group: string, resources: readonly string[], verbs: readonly string[]): JsonObject {
  return { apiGroups: [group], resources: [...resources], verbs: [...verbs] };
}
