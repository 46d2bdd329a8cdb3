import {
  isIn,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  type ReleaseVersion,
  type Span,
  type Transform,
} from "../../manifests";
import type { ComponentName } from "../components/names";

/** A role of the release that says `*` where it means a few, or has a rule that its program does not use. */
export interface RoleRow extends Span {
  readonly component: ComponentName;
  readonly kind: "ClusterRole" | "Role";
  readonly name: string;
  /** Absent for ClusterRoles. */
  readonly namespace?: string;
  /** What stands in place of `*`, by field of a rule. */
  readonly instead?: Readonly<Partial<Record<"verbs" | "apiGroups" | "resources", readonly string[]>>>;
  /** The API group whose rule is left out, all of it. */
  readonly without?: string;
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

/** All kinds of the release's Istio, which istiod's reader may see in each of its groups. */
const allIstioKinds = [
  ...istioKinds,
  ...["authorizationpolicies", "peerauthentications", "requestauthentications", "telemetries", "wasmplugins"],
];

/**
 * What dex 2.45 keeps in custom resources (dexidp/dex storage/kubernetes/types.go, customResourceDefinitions). It asks
 * for no others, and makes those definitions that are missing by another rule of its role.
 */
const dexKinds = [
  ...["authcodes", "authrequests", "connectors", "devicerequests", "devicetokens"],
  ...["oauth2clients", "offlinesessionses", "passwords", "refreshtokens", "signingkeies"],
];

/** The group of webhook configurations: who writes them sees and changes every object that comes in. */
const webhookConfigurations = "admissionregistration.k8s.io";

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
  {
    component: "istio",
    kind: "ClusterRole",
    name: "istio-reader-clusterrole-istio-system",
    instead: { resources: allIstioKinds },
    because: "another cluster's istiod reads these with it, and the release's CRDs have no other kinds",
  },
  {
    component: "dex",
    kind: "ClusterRole",
    name: "dex",
    instead: { resources: dexKinds, verbs: ALL_VERBS },
    because: "its storage, a kind for each of what it keeps",
  },
  {
    component: "katib",
    kind: "ClusterRole",
    name: "katib-controller",
    without: webhookConfigurations,
    because:
      "only its certificate generator touches them (pkg/certgenerator of 0.19), which is off in katib-config: " +
      "cert-manager writes the CA",
  },
  {
    component: "kserve",
    kind: "ClusterRole",
    name: "kserve-manager-role",
    without: webhookConfigurations,
    because:
      "nothing in 0.16 reads or writes one (a marker of kubebuilder in inferenceservice/controller.go is all): " +
      "cert-manager writes the CA",
  },
];

/**
 * Writes out what roles mean by `*`, and leaves out what their programs don't use.
 *
 * @throws Error where a role has no such rule any more
 */
export function withNarrowedRoles(release: ReleaseVersion): Transform {
  const rows = ROLE_ROWS.filter((row) => isIn(release, row));
  return (manifest) => {
    const { kind, metadata } = manifest;
    // Kustomize gives some ClusterRoles a namespace, which they lose later.
    const row = rows.find(
      (candidate) =>
        candidate.kind === kind &&
        candidate.name === metadata.name &&
        (kind === "ClusterRole" || candidate.namespace === metadata.namespace),
    );
    return row === undefined ? manifest : narrow(manifest, row);
  };
}

function narrow(manifest: Manifest, row: RoleRow): Manifest {
  const rules = Array.isArray(manifest.rules) ? manifest.rules : [];
  return { ...manifest, rules: withoutGroup(withWritten(rules, row, manifest), row, manifest) };
}

function withWritten(rules: readonly Json[], { instead }: RoleRow, manifest: Manifest): readonly Json[] {
  if (instead === undefined) {
    return rules;
  }
  const fields = Object.entries(instead);
  const isWide = (rule: Json) => isObject(rule) && fields.some(([field]) => isStar(rule[field]));
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
  return rules.map((rule) => (isObject(rule) ? written(rule) : rule));
}

function withoutGroup(rules: readonly Json[], { without }: RoleRow, manifest: Manifest): Json[] {
  if (without === undefined) {
    return [...rules];
  }
  const groupsOf = (rule: Json) => (isObject(rule) && Array.isArray(rule.apiGroups) ? rule.apiGroups : []);
  const left = rules.filter((rule) => !groupsOf(rule).includes(without));
  const gone = rules.filter((rule) => groupsOf(rule).includes(without));
  if (gone.length === 0 || gone.some((rule) => groupsOf(rule).length > 1)) {
    throw new Error(
      `${objectKey(manifest)} has no rule about ${without} alone in this release: look at it, and at roles.ts`,
    );
  }
  return left;
}

function isStar(value: Json | undefined): boolean {
  return Array.isArray(value) && value.includes("*");
}
