import type { KubeObject } from "../../kube/object";
import type { JsonObject } from "../../plugin/json";

/** Tokens of these are tried. The first two have in their namespace alone what the release's role edit has of Ingresses. */
export const accounts = [
  { who: "a pod of team-a", namespace: "team-a", name: "default-editor" },
  { who: "a pod of team-b", namespace: "team-b", name: "default-editor" },
  { who: "KServe", namespace: "kubeflow", name: "kserve-controller-manager" },
  { who: "Spark's operator", namespace: "kubeflow", name: "spark-operator-controller" },
  { who: "the load balancer controller", namespace: "kube-system", name: "aws-load-balancer-controller" },
  { who: "a deployer", namespace: "delivery", name: "deployer" },
] as const;

/** One of {@link accounts}. */
export type Who = (typeof accounts)[number]["who"];

/** Namespaces of tenants, by their label, and one that is nobody's. */
const namespaces: Readonly<Record<string, Record<string, string>>> = {
  "team-a": { "app.kubernetes.io/part-of": "kubeflow-profile" },
  "team-b": { "app.kubernetes.io/part-of": "kubeflow-profile" },
  kubeflow: {},
  delivery: {},
};

const rbac = "rbac.authorization.k8s.io/v1";
const verbs = ["create", "delete", "get", "list", "patch", "update", "watch"];

function bound(kind: "ClusterRoleBinding" | "RoleBinding", role: string, who: Who, namespace?: string) {
  const { name, namespace: home } = accounts.find((account) => account.who === who) ?? accounts[0];
  return {
    apiVersion: rbac,
    kind,
    metadata: { name: `${role}-${home}-${name}`, ...(namespace !== undefined && { namespace }) },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: [{ kind: "ServiceAccount", name, namespace: home }],
  };
}

function role(name: string, apiGroup: string, resource: string): KubeObject {
  return {
    apiVersion: rbac,
    kind: "ClusterRole",
    metadata: { name },
    rules: [{ apiGroups: [apiGroup], resources: [resource], verbs }],
  };
}

/** What is there before a test: namespaces, accounts and what they may do. */
export const furniture: readonly KubeObject[] = [
  ...Object.entries(namespaces).map(([name, labels]) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
  })),
  ...accounts.map(({ name, namespace }) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
  })),
  role("ingresses", "networking.k8s.io", "ingresses"),
  role("gateways", "networking.istio.io", "gateways"),
  bound("RoleBinding", "ingresses", "a pod of team-a", "team-a"),
  // Somebody gave it too much: the Gateways of its own namespace.
  bound("RoleBinding", "gateways", "a pod of team-a", "team-a"),
  bound("RoleBinding", "ingresses", "a pod of team-b", "team-b"),
  bound("ClusterRoleBinding", "ingresses", "KServe"),
  bound("ClusterRoleBinding", "ingresses", "Spark's operator"),
  bound("ClusterRoleBinding", "ingresses", "the load balancer controller"),
  bound("ClusterRoleBinding", "ingresses", "a deployer"),
  bound("RoleBinding", "gateways", "a deployer", "kubeflow"),
];

/** An Ingress of team-a that leads to a Service of its own. */
export function ingress(name: string, spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: "team-a", ...metadata },
    spec,
  };
}

/** What stands at the other end. */
export const backend = { service: { name: "mine", port: { number: 80 } } };

/** A rule for a host, or for all of them. */
export function ruleFor(host: string | undefined, path = "/"): JsonObject {
  return {
    ...(host !== undefined && { host }),
    http: { paths: [{ path, pathType: "Prefix", backend }] },
  };
}
