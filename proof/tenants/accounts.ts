import type { KubeObject } from "../../kube/object";

/** Tokens of these are tried. The first two have in their namespace alone what the release's role edit has. */
export const accounts = [
  { who: "a pod of team-a", namespace: "team-a", name: "default-editor" },
  { who: "a pod of team-b", namespace: "team-b", name: "default-editor" },
  { who: "KServe", namespace: "kubeflow", name: "kserve-controller-manager" },
  { who: "Knative", namespace: "knative-serving", name: "controller" },
  { who: "Spark's operator", namespace: "kubeflow", name: "spark-operator-controller" },
  { who: "the load balancer controller", namespace: "kube-system", name: "aws-load-balancer-controller" },
  { who: "a deployer", namespace: "delivery", name: "deployer" },
] as const;

/** One of {@link accounts}. */
export type Who = (typeof accounts)[number]["who"];

/** Namespaces of tenants, by their label, and some that are nobody's. */
const namespaces: Readonly<Record<string, Record<string, string>>> = {
  "team-a": { "app.kubernetes.io/part-of": "kubeflow-profile" },
  "team-b": { "app.kubernetes.io/part-of": "kubeflow-profile" },
  kubeflow: {},
  "knative-serving": {},
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

function role(name: string, apiGroups: string[], resources: string[]): KubeObject {
  return {
    apiVersion: rbac,
    kind: "ClusterRole",
    metadata: { name },
    rules: [{ apiGroups, resources, verbs }],
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
  role("addresses", ["", "networking.k8s.io"], ["ingresses", "services"]),
  role("gateways", ["networking.istio.io"], ["gateways"]),
  bound("RoleBinding", "addresses", "a pod of team-a", "team-a"),
  // Somebody gave it too much: the Gateways of its own namespace.
  bound("RoleBinding", "gateways", "a pod of team-a", "team-a"),
  bound("RoleBinding", "addresses", "a pod of team-b", "team-b"),
  bound("ClusterRoleBinding", "addresses", "KServe"),
  bound("ClusterRoleBinding", "addresses", "Knative"),
  bound("ClusterRoleBinding", "addresses", "Spark's operator"),
  bound("ClusterRoleBinding", "addresses", "the load balancer controller"),
  bound("ClusterRoleBinding", "addresses", "a deployer"),
  bound("RoleBinding", "gateways", "a deployer", "kubeflow"),
];
