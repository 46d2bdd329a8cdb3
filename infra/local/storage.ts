import type { JsonObject } from "../../plugin/json";
import type { StorageClass } from "./inputs";

/** The classes of `local`, named as on EKS, where the same two drivers serve them. */
export const DEFAULT_STORAGE: readonly StorageClass[] = [
  { name: "gp3", provisioner: "ebs.csi.aws.com", default: true },
  { name: "efs", provisioner: "efs.csi.aws.com", default: false },
];

/**
 * StorageClass and CSIDriver objects.
 *
 * The classes name EKS's drivers, though none runs here: kwok plays the provisioner (see `volumeStages`), and the
 * volume controller believes it. Two things differ from EKS: claims are bound at once and not when a pod first uses
 * them, because nothing here chooses a zone; and nothing has to be attached (`attachRequired`), or the attach
 * controller would wait for a driver for ever.
 */
export function storageManifests(classes: readonly StorageClass[]): JsonObject[] {
  const drivers = new Set(classes.map(({ provisioner }) => provisioner));
  return [
    ...classes.map((one): JsonObject => ({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: one.name,
        annotations: { "storageclass.kubernetes.io/is-default-class": String(one.default) },
      },
      provisioner: one.provisioner,
      reclaimPolicy: "Delete",
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
    })),
    ...[...drivers].map((name): JsonObject => ({
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name },
      spec: { attachRequired: false },
    })),
  ];
}

/**
 * What kwok does with claims and volumes: makes a volume for each claim that has none, and deletes volumes that were
 * released. Binding itself is left to the real controller.
 *
 * The other ways were worse: the controller manager's own hostPath provisioner makes real folders under /tmp and
 * forgets them with the cluster, and volumes made beforehand run out and have to match sizes and modes.
 */
export function volumeStages(classes: readonly StorageClass[]): JsonObject[] {
  return [...classes.map(provisionStage), reclaimStage(classes)];
}

function provisionStage({ name, provisioner }: StorageClass): JsonObject {
  const volume = [
    "apiVersion: v1",
    "kind: PersistentVolume",
    "metadata:",
    "  name: pvc-{{ .metadata.uid }}",
    "  annotations:",
    `    pv.kubernetes.io/provisioned-by: ${provisioner}`,
    "spec:",
    `  storageClassName: ${name}`,
    "  persistentVolumeReclaimPolicy: Delete",
    '  volumeMode: {{ or .spec.volumeMode "Filesystem" }}',
    "  accessModes:",
    "  {{ YAML .spec.accessModes 1 }}",
    "  capacity:",
    "    storage: {{ .spec.resources.requests.storage | Quote }}",
    "  claimRef:",
    "    apiVersion: v1",
    "    kind: PersistentVolumeClaim",
    "    name: {{ .metadata.name }}",
    "    namespace: {{ .metadata.namespace }}",
    "    uid: {{ .metadata.uid }}",
    "  csi:",
    `    driver: ${provisioner}`,
    "    volumeHandle: simulated-{{ .metadata.uid }}",
  ].join("\n");
  return stage(`provision-${name}`, "PersistentVolumeClaim", {
    selector: [
      matches(".metadata.deletionTimestamp", "DoesNotExist"),
      matches(".spec.volumeName", "DoesNotExist"),
      matches(".spec.storageClassName", "In", [name]),
    ],
    step: { apply: { template: volume } },
  });
}

function reclaimStage(classes: readonly StorageClass[]): JsonObject {
  return stage("reclaim", "PersistentVolume", {
    selector: [
      matches(".metadata.deletionTimestamp", "DoesNotExist"),
      matches(".status.phase", "In", ["Released"]),
      matches(".spec.persistentVolumeReclaimPolicy", "In", ["Delete"]),
      matches(
        ".spec.storageClassName",
        "In",
        classes.map(({ name }) => name),
      ),
    ],
    step: { delete: true },
  });
}

function matches(key: string, operator: string, values?: string[]): JsonObject {
  return values === undefined ? { key, operator } : { key, operator, values };
}

function stage(name: string, kind: string, how: { selector: JsonObject[]; step: JsonObject }): JsonObject {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: "v1", kind },
      selector: { matchExpressions: how.selector },
      steps: [how.step],
    },
  };
}
