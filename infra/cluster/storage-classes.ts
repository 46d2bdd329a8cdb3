import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Names of the classes: the same ones as of `local`, so that platform and workloads need not know where they run. */
export const STORAGE_CLASSES = { block: "gp3", shared: "efs", snapshot: "ebs" } as const;

/** What {@link StorageClasses} are made from. */
export interface StorageClassesArgs {
  /** The cluster's Kubernetes provider. */
  readonly provider: k8s.Provider;
  /** KMS key of the volumes; the EBS driver's role has to be allowed to make grants of it. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** EFS file system of shared volumes. Default: none, and then there is no class for them. */
  readonly efsFileSystemId?: pulumi.Input<string> | undefined;
}

/**
 * The classes of volumes. EKS has had no default class since 1.30, so that claims without a class would wait for ever.
 *
 * They name drivers which the add-ons install, so those come before (`dependsOn` of ClusterAddons): the CRD of the
 * snapshot class comes with one of them.
 */
export class StorageClasses extends pulumi.ComponentResource {
  /** ReadWriteOnce block volumes; the cluster's default. They cost what EBS' gp3 volumes do, by their size. */
  readonly block: pulumi.Output<string>;
  /** ReadWriteMany file volumes, where there is a file system. */
  readonly shared: pulumi.Output<string> | undefined;

  constructor(name: string, args: StorageClassesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:StorageClasses", name, {}, opts);
    const child = { parent: this, provider: args.provider };

    const block = new k8s.storage.v1.StorageClass(`${name}-block`, blockClass(args.dataKeyArn), child);
    this.block = block.metadata.name;
    this.shared =
      args.efsFileSystemId === undefined
        ? undefined
        : new k8s.storage.v1.StorageClass(`${name}-shared`, sharedClass(args.efsFileSystemId), child).metadata
            .name;
    new k8s.apiextensions.CustomResource(`${name}-snapshots`, snapshotClass(), child);
    this.registerOutputs({ block: this.block, shared: this.shared });
  }
}

function blockClass(kmsKeyId: pulumi.Input<string>): k8s.storage.v1.StorageClassArgs {
  return {
    metadata: {
      name: STORAGE_CLASSES.block,
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "ebs.csi.aws.com",
    parameters: { type: "gp3", encrypted: "true", kmsKeyId, "csi.storage.k8s.io/fstype": "ext4" },
    reclaimPolicy: "Delete",
    // A volume is of one zone: the first pod that uses it says which.
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  };
}

/**
 * One access point a volume, each with a folder and a group of its own, which is how tenants are kept apart on one
 * file system. A file system has 10,000 of them at most (EFS user guide, create-access-point), and so many volumes.
 */
function sharedClass(fileSystemId: pulumi.Input<string>): k8s.storage.v1.StorageClassArgs {
  return {
    metadata: { name: STORAGE_CLASSES.shared },
    provisioner: "efs.csi.aws.com",
    parameters: {
      provisioningMode: "efs-ap",
      fileSystemId,
      directoryPerms: "700",
      // Folders below are named after the volume. With names of namespaces and claims a path could get longer than
      // EFS allows.
      basePath: "/volumes",
    },
    mountOptions: ["tls"],
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
  };
}

function snapshotClass(): k8s.apiextensions.CustomResourceArgs {
  return {
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshotClass",
    metadata: {
      name: STORAGE_CLASSES.snapshot,
      annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
      // Velero takes the class of this label for a driver's volumes.
      labels: { "velero.io/csi-volumesnapshot-class": "true" },
    },
    driver: "ebs.csi.aws.com",
    deletionPolicy: "Delete",
  };
}
