import { groupOf, type Manifest } from "./manifest";

/**
 * Fields that the API server lets nobody change, by group and kind. Another value in another release means: delete and
 * make anew.
 *
 * Source: ValidateUpdate of the kinds in kubernetes/kubernetes 1.35, pkg/apis.
 */
const fixed: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.selector", "spec.template"],
  "networking.k8s.io/IngressClass": ["spec.controller"],
  "/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "scheduling.k8s.io/PriorityClass": ["preemptionPolicy", "value"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
};

/** The fields of an object that nobody can change, as paths. */
export function fixedFields({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): readonly string[] {
  return fixed[`${groupOf(apiVersion)}/${kind}`] ?? [];
}

/**
 * Those that the official Kubernetes provider doesn't know of: it would send the change and be refused, so the engine is
 * told to make the object anew. DaemonSets are in its list under a name that is not theirs (`Daemonset`).
 *
 * Source: pulumi/pulumi-kubernetes, provider/pkg/provider/diff.go (`forceNew`).
 */
const unknownToProvider: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": ["spec.selector"],
  "networking.k8s.io/IngressClass": ["spec.controller"],
  "scheduling.k8s.io/PriorityClass": ["preemptionPolicy", "value"],
  "storage.k8s.io/StorageClass": ["reclaimPolicy", "volumeBindingMode"],
};

/** Options for an object with fields that only the engine knows to be fixed; none for all others. */
export function replacement({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): {
  readonly replaceOnChanges?: string[];
  readonly deleteBeforeReplace?: true;
} {
  const fields = unknownToProvider[`${groupOf(apiVersion)}/${kind}`];
  // Two objects of one name can't stand side by side.
  return fields === undefined ? {} : { replaceOnChanges: [...fields], deleteBeforeReplace: true };
}
