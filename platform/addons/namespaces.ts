import type { Manifest } from "../../manifests";

/** A Pod Security Standard. */
export type PodSecurity = "baseline" | "restricted";

/**
 * The namespace of an add-on. Pods that the Pod Security Standard refuses can't be made in it; where it is not the
 * strictest one, the API server warns of those that the strictest one would refuse.
 */
export function namespaceOf(name: string, podSecurity: PodSecurity): Manifest {
  const label = "pod-security.kubernetes.io";
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: { [`${label}/enforce`]: podSecurity, [`${label}/warn`]: "restricted" },
    },
  };
}

/** Namespace of Prometheus, Grafana and Loki; infra gives Loki's service account in it access to its bucket. */
export const monitoring = "monitoring";

/** Namespaces of the platform itself: what is in them is made by this program. All others are tenants' or other people's. */
export const platformNamespaces: readonly string[] = [
  "auth",
  "cert-manager",
  "external-dns",
  "external-secrets",
  "istio-system",
  "keda",
  "knative-serving",
  "kubeflow",
  "kubeflow-system",
  "kueue-system",
  "monitoring",
  "oauth2-proxy",
  "velero",
];
