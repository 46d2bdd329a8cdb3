import {
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  type Transform,
} from "../../manifests";
import type { ComponentName } from "../components/names";

/** A role of the release that says `*` where it means a few. */
export interface RoleRow {
  readonly component: ComponentName;
  readonly kind: "ClusterRole" | "Role";
  readonly name: string;
  /** Absent for ClusterRoles. */
  readonly namespace?: string;
  /** What stands in place of `*`, by field of a rule. */
  readonly instead: Readonly<Partial<Record<"verbs" | "apiGroups" | "resources", readonly string[]>>>;
  readonly because: string;
}

/** Every verb that objects of Kubernetes are used with. What `*` has beside: bind, escalate, impersonate, approve. */
const ALL_VERBS = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
] as const;

const viewer = {
  component: "pipelines",
  name: "ml-pipeline-viewer-controller-role",
  instead: { apiGroups: ["", "apps"] },
  because: "a Viewer is a Deployment (apps) with a Service (core), in no other group",
} as const;

/** Kinds of the release's CRDs, by their plural names. A kind that a rule's group has not got means nothing in it. */
const istioKinds = [
  "destinationrules",
  "envoyfilters",
  "gateways",
  "proxyconfigs",
  "serviceentries",
  "sidecars",
  "virtualservices",
  "workloadentries",
  "workloadgroups",
];
const knativeKinds = [
  ...["configurations", "domainmappings", "revisions", "routes", "services"],
  ...["certificates", "clusterdomainclaims", "ingresses", "serverlessservices"],
  ...["metrics", "podautoscalers", "images"],
];

const tenants =
  "tenants get it by aggregation: kinds, and no status or finalizers, which are the controllers'";

/** Roles that are narrowed. */
export const ROLE_ROWS: readonly RoleRow[] = [
  ...["kubeflow-istio-edit", "kubeflow-istio-view"].map((name) => ({
    component: "kubeflowIstioResources" as const,
    kind: "ClusterRole" as const,
    name,
    instead: { resources: istioKinds },
    because: tenants,
  })),
  ...["edit", "view"].map((name) => ({
    component: "knativeServing" as const,
    kind: "ClusterRole" as const,
    name: `knative-serving-namespaced-${name}`,
    instead: { resources: knativeKinds },
    because: tenants,
  })),
  {
    component: "knativeServing",
    kind: "ClusterRole",
    name: "knative-serving-namespaced-admin",
    instead: { resources: knativeKinds, verbs: ALL_VERBS },
    because: tenants,
  },
  { ...viewer, kind: "ClusterRole" },
  { ...viewer, kind: "Role", namespace: "kubeflow" },
  {
    component: "katib",
    kind: "ClusterRole",
    name: "katib-ui",
    instead: { verbs: ALL_VERBS },
    because: "it shows and edits experiments and the ConfigMaps of trial templates",
  },
  {
    component: "notebookController",
    kind: "ClusterRole",
    name: "notebook-controller-role",
    instead: { verbs: ALL_VERBS },
    because: "it makes StatefulSets, Services and VirtualServices of Notebooks",
  },
];

/**
 * Writes out what roles mean by `*`.
 *
 * @throws Error where a role has no such rule any more
 */
export const withNarrowedRoles: Transform = (manifest) => {
  const { kind, metadata } = manifest;
  // Kustomize gives some ClusterRoles a namespace, which they lose later.
  const row = ROLE_ROWS.find(
    (candidate) =>
      candidate.kind === kind &&
      candidate.name === metadata.name &&
      (kind === "ClusterRole" || candidate.namespace === metadata.namespace),
  );
  return row === undefined ? manifest : narrow(manifest, row);
};

function narrow(manifest: Manifest, { instead }: RoleRow): Manifest {
  const fields = Object.entries(instead);
  const isWide = (rule: Json) => isObject(rule) && fields.some(([field]) => isStar(rule[field]));
  const rules = Array.isArray(manifest.rules) ? manifest.rules : [];
  if (!rules.some(isWide)) {
    const named = fields.map(([field]) => field).join(", ");
    throw new Error(
      `${objectKey(manifest)} has no rule with ${named} "*" in this release: drop it from roles.ts`,
    );
  }
  const written = (rule: JsonObject): JsonObject => ({
    ...rule,
    ...Object.fromEntries(
      fields.filter(([field]) => isStar(rule[field])).map(([field, all]) => [field, [...all]]),
    ),
  });
  return { ...manifest, rules: rules.map((rule) => (isObject(rule) ? written(rule) : rule)) };
}

function isStar(value: Json | undefined): boolean {
  return Array.isArray(value) && value.includes("*");
}
