import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { at, textOf } from "../../plugin";
import { DEFAULT_STORAGE, storageManifests, volumeStages } from "./storage";

describe("storage of the simulated cluster", () => {
  it("has EKS's classes, of which gp3 is the default", () => {
    const classes = storageManifests(DEFAULT_STORAGE).filter((one) => one.kind === "StorageClass");
    assert.deepEqual(
      classes.map((one) => [
        at(one, "metadata", "name"),
        one.provisioner,
        at(one, "metadata", "annotations", "storageclass.kubernetes.io/is-default-class"),
        one.volumeBindingMode,
      ]),
      [
        ["gp3", "ebs.csi.aws.com", "true", "Immediate"],
        ["efs", "efs.csi.aws.com", "false", "Immediate"],
      ],
    );
  });

  it("needs nothing attached, once for each driver", () => {
    const [first] = DEFAULT_STORAGE;
    assert.ok(first);
    const twice = storageManifests([first, { ...first, name: "gp2", default: false }]);
    const drivers = twice.filter((one) => one.kind === "CSIDriver");
    assert.deepEqual(
      drivers.map((one) => [at(one, "metadata", "name"), at(one, "spec", "attachRequired")]),
      [["ebs.csi.aws.com", false]],
    );
  });

  it("makes a volume of its class for each claim that has none", () => {
    const [gp3] = volumeStages(DEFAULT_STORAGE);
    assert.deepEqual(at(gp3, "spec", "selector", "matchExpressions", 2), {
      key: ".spec.storageClassName",
      operator: "In",
      values: ["gp3"],
    });
    const template = textOf(at(gp3, "spec", "steps", 0, "apply", "template"));
    const volume: unknown = parse(
      template.replace(/\{\{ YAML .* \}\}/, "- x").replaceAll(/\{\{.*\}\}/g, "x"),
    );
    assert.ok(typeof volume === "object" && volume !== null && "spec" in volume);
    assert.deepEqual(volume.spec, {
      storageClassName: "gp3",
      persistentVolumeReclaimPolicy: "Delete",
      volumeMode: "x",
      accessModes: ["x"],
      capacity: { storage: "x" },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name: "x", namespace: "x", uid: "x" },
      csi: { driver: "ebs.csi.aws.com", volumeHandle: "simulated-x" },
    });
  });

  it("deletes released volumes of its classes only", () => {
    const reclaim = volumeStages(DEFAULT_STORAGE).at(-1);
    assert.deepEqual(at(reclaim, "spec", "steps"), [{ delete: true }]);
    assert.deepEqual(at(reclaim, "spec", "selector", "matchExpressions", 3, "values"), ["gp3", "efs"]);
  });
});
