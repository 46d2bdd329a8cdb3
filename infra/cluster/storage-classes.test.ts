import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { DEFAULT_STORAGE } from "../local/storage";
import { only, underMocks } from "../testing/mocks";
import { STORAGE_CLASSES, StorageClasses, type StorageClassesArgs } from "./storage-classes";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";
const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";

const run = (more: Partial<StorageClassesArgs> = {}) =>
  underMocks(() => {
    const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
    const { block, shared } = new StorageClasses("storage", { provider, dataKeyArn: KEY, ...more });
    return { block, shared: shared ?? "none" };
  });

describe("StorageClasses", () => {
  it("are named and served as in the environment local", () => {
    assert.deepEqual(
      DEFAULT_STORAGE.map(({ name }) => name),
      [STORAGE_CLASSES.block, STORAGE_CLASSES.shared],
    );
  });

  it("make encrypted block volumes by default, where the pod is", async () => {
    const { resources, value } = await run();
    assert.deepEqual(value, { block: "gp3", shared: "none" });
    const { inputs } = only(resources, CLASS);
    assert.deepEqual(inputs, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: "gp3",
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: KEY, "csi.storage.k8s.io/fstype": "ext4" },
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
  });

  it("make shared volumes on the file system, encrypted on the way", async () => {
    const { resources, value } = await run({ efsFileSystemId: "fs-0123456789abcdef0" });
    assert.deepEqual(value, { block: "gp3", shared: "efs" });
    assert.deepEqual(only(resources, CLASS, "storage-shared").inputs, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "efs" },
      provisioner: "efs.csi.aws.com",
      parameters: {
        provisioningMode: "efs-ap",
        fileSystemId: "fs-0123456789abcdef0",
        directoryPerms: "700",
        basePath: "/volumes",
      },
      mountOptions: ["tls"],
      reclaimPolicy: "Delete",
      volumeBindingMode: "Immediate",
    });
  });

  it("have a default class of snapshots that Velero finds", async () => {
    const { resources } = await run();
    assert.deepEqual(only(resources, "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass").inputs, {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: {
        name: "ebs",
        annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
        labels: { "velero.io/csi-volumesnapshot-class": "true" },
      },
      driver: "ebs.csi.aws.com",
      deletionPolicy: "Delete",
    });
  });
});
