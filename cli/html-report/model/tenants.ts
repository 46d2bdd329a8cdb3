import { type KubeObject, readiness } from "../../../kube";
import { at, textOf } from "../../../plugin/json";
import { parseQuantity } from "../../../kube/quantity";
import { type ClusterObjects, inNamespace } from "./objects";
import { amountsOf, isOver } from "./pods";
import { type WorkOfKind, workOf } from "./workload-kinds";

/** What a quota allows of something. */
export interface QuotaShare {
  readonly resource: string;
  /** Undefined where nobody counts: the Profile names a quota, and no controller has made one of it. */
  readonly used: number | undefined;
  readonly of: number;
}

/** A tenant as the cluster knows it. */
export interface TenantView {
  readonly name: string;
  readonly owner: string;
  readonly contributors: readonly { readonly person: string; readonly role: string }[];
  /** What the quota counts, of what it allows; empty where the tenant has none. */
  readonly quota: readonly QuotaShare[];
  /** ClusterQueues that its queues lead to. */
  readonly queues: readonly { readonly name: string; readonly clusterQueue: string }[];
  readonly volumes: { readonly count: number; readonly bytes: number };
  /** Pods that are not through. */
  readonly pods: number;
  /** Pods that are neither ready nor through well, and why. */
  readonly troubles: readonly { readonly pod: string; readonly why: string }[];
  readonly work: readonly WorkOfKind[];
}

/** All Profiles, by name. */
export function tenantsOf(objects: ClusterObjects): readonly TenantView[] {
  return (objects.Profile ?? [])
    .map((profile) => tenantView(profile, objects))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function tenantView(profile: KubeObject, objects: ClusterObjects): TenantView {
  const { name } = profile.metadata;
  const owner = textOf(at(profile, "spec", "owner", "name"));
  const volumes = inNamespace(objects.PersistentVolumeClaim, name);
  const pods = inNamespace(objects.Pod, name);
  return {
    name,
    owner,
    contributors: inNamespace(objects.RoleBinding, name)
      .map(({ metadata }) => ({
        person: textOf(at(metadata, "annotations", "user")),
        role: textOf(at(metadata, "annotations", "role")),
      }))
      .filter(({ person }) => person !== "" && person !== owner)
      .sort((a, b) => a.person.localeCompare(b.person)),
    quota: quotaOf(profile, inNamespace(objects.ResourceQuota, name)),
    queues: inNamespace(objects.LocalQueue, name).map((queue) => ({
      name: queue.metadata.name,
      clusterQueue: textOf(at(queue, "spec", "clusterQueue")),
    })),
    volumes: {
      count: volumes.length,
      bytes: volumes.reduce((sum, claim) => sum + sizeOf(claim), 0),
    },
    pods: pods.filter((pod) => !isOver(pod)).length,
    troubles: pods
      .filter((pod) => !readiness(pod).ready)
      .map((pod) => ({ pod: pod.metadata.name, why: readiness(pod).message })),
    work: workOf(objects, name),
  };
}

/** What the volume has, where it is there; else what was asked for. */
function sizeOf(claim: KubeObject): number {
  return (
    parseQuantity(at(claim, "status", "capacity", "storage")) ??
    parseQuantity(at(claim, "spec", "resources", "requests", "storage")) ??
    0
  );
}

function quotaOf(profile: KubeObject, quotas: readonly KubeObject[]): readonly QuotaShare[] {
  if (quotas.length > 0) {
    return quotas.flatMap(quotaShares);
  }
  const asked = amountsOf(at(profile, "spec", "resourceQuotaSpec", "hard"));
  return Object.entries(asked).map(([resource, of]) => ({ resource, used: undefined, of }));
}

/** A quota that its controller hasn't counted yet has nothing in its status. */
function quotaShares(quota: KubeObject): readonly QuotaShare[] {
  const used = amountsOf(at(quota, "status", "used"));
  return Object.entries(amountsOf(at(quota, "spec", "hard"))).map(([resource, of]) => ({
    resource,
    used: used[resource] ?? 0,
    of,
  }));
}
