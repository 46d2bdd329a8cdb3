import type { ReleaseVersion } from "../../manifests";

/** How the platform's pods are hardened: plain values, known before anything is registered. */
export interface HardeningOptions {
  /** The release whose rows count. */
  readonly release: ReleaseVersion;
  /** Replicas of what may have several; from 2 on with PodDisruptionBudgets. Unit: pods. */
  readonly replicas: number;
  /** Whether pods get the classes of `priorityClasses()`, which then have to be there. */
  readonly priorityClasses: boolean;
  /** Who may reach the platform's pods, and what these may reach; undefined: no NetworkPolicies of ours. */
  readonly network?: NetworkOptions;
}

/** What NetworkPolicies can't know by themselves. */
export interface NetworkOptions {
  /** Namespaces that scrape metrics, such as the one of Prometheus. Default: none. */
  readonly metricsNamespaces?: readonly string[];
  /** Ports of the API server as pods reach it: 443 on EKS, 6443 beside it on kubeadm's and kind's. Default: both. */
  readonly apiServerPorts?: readonly number[];
  /** Port of the database outside the cluster. Default: 3306. */
  readonly databasePort?: number;
}
