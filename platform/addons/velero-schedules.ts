import type { BackupsConfig } from "../config/backups";
import { platformNamespaces } from "./namespaces";

/** A schedule of Velero as its chart takes it. */
export interface Schedule {
  /** A cron expression. */
  readonly schedule: string;
  readonly template: {
    readonly includedNamespaces: readonly string[];
    readonly excludedNamespaces?: readonly string[];
    /** Kinds without a namespace; none of the others. */
    readonly includedClusterScopedResources: readonly string[];
    readonly excludedNamespaceScopedResources: readonly string[];
    readonly snapshotVolumes: boolean;
    readonly storageLocation: string;
    readonly ttl: string;
  };
}

/** Namespaces that EKS and Kubernetes fill. */
const clusterNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** What is of no use after the moment that it was written in. */
const passing = ["events", "events.events.k8s.io"];

/**
 * One schedule for the platform, whose objects this program can make again, and one for everybody else, whose objects
 * and volumes nobody can: a profile with its namespace is enough to bring a tenant back.
 */
export function backupSchedules({
  schedule,
  retentionDays,
}: BackupsConfig): Readonly<Record<string, Schedule>> {
  const ttl = `${retentionDays * 24}h0m0s`;
  const common = { excludedNamespaceScopedResources: passing, storageLocation: "default", ttl };
  return {
    platform: {
      schedule,
      template: {
        ...common,
        // Its own namespace has the backups themselves in it.
        includedNamespaces: platformNamespaces.filter((namespace) => namespace !== "velero"),
        includedClusterScopedResources: ["*"],
        snapshotVolumes: false,
      },
    },
    tenants: {
      schedule,
      template: {
        ...common,
        includedNamespaces: ["*"],
        excludedNamespaces: [...clusterNamespaces, ...platformNamespaces],
        includedClusterScopedResources: ["profiles.kubeflow.org", "persistentvolumes"],
        snapshotVolumes: true,
      },
    },
  };
}
