/** Every version of the local toolchain, in one place; a test holds them equal to the go.mod files beside this one. */
export const VERSIONS = {
  pulumi: "3.245.0",
  kubernetes: "1.35.0",
  etcd: "3.6.16",
  kwok: "0.8.0",
  kustomize: "5.7.1",
  "kube-score": "1.20.0",
  prometheus: "3.14.0",
  loki: "3.7.6",
  "kube-state-metrics": "2.20.0",
} as const;

/** What is released, downloaded from one publisher and built together. */
export type Product = keyof typeof VERSIONS;
