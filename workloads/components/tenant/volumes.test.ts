import * as assert from "node:assert/strict";
import { awsPlatformFixture, platformFixture } from "../../testing";
import { checkVolumes, dataClaims, modelsVolume, type VolumeSettings } from "./volumes";

const label = 'tenant "team-a"';

describe("dataClaims", () => {
  it("are of the platform's classes", () => {
    const settings = { sharedVolume: {}, privateVolumes: [{ name: "scratch", sizeGiB: 1024 }] };
    assert.deepEqual(dataClaims(label, settings, awsPlatformFixture), [
      {
        name: "shared",
        spec: {
          accessModes: ["ReadWriteMany"],
          resources: { requests: { storage: "1Gi" } },
          storageClassName: "efs",
        },
      },
      {
        name: "scratch",
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "1Ti" } },
          storageClassName: "gp3",
        },
      },
    ]);
  });

  it("are none by default", () => {
    assert.deepEqual(dataClaims(label, {}, platformFixture), []);
  });
});

describe("modelsVolume", () => {
  it("is the tenant's own prefix, to read, as the pod's own role, for one claim only", () => {
    assert.deepEqual(modelsVolume(label, "team-a", {}, awsPlatformFixture), {
      volume: {
        metadata: { name: "models-team-a" },
        spec: {
          capacity: { storage: "1Gi" },
          accessModes: ["ReadOnlyMany"],
          persistentVolumeReclaimPolicy: "Retain",
          storageClassName: "",
          claimRef: {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            namespace: "team-a",
            name: "models",
          },
          mountOptions: ["allow-other", "prefix team-a/", "read-only", "region us-west-2"],
          csi: {
            driver: "s3.csi.aws.com",
            volumeHandle: "models-team-a",
            volumeAttributes: { bucketName: "kubeflow-prod-models", authenticationSource: "pod" },
          },
        },
      },
      claim: {
        name: "models",
        spec: {
          accessModes: ["ReadOnlyMany"],
          resources: { requests: { storage: "1Gi" } },
          storageClassName: "",
          volumeName: "models-team-a",
        },
      },
    });
  });
});

describe("checkVolumes", () => {
  const scratch = { name: "scratch", sizeGiB: 10 };
  const wrong: [string, VolumeSettings, RegExp][] = [
    ["a shared volume where there is no file system", { sharedVolume: {} }, /needs a shared file system/],
    ["a folder of S3 where there is none", { modelsVolume: {} }, /is there on AWS only/],
    [
      "a name that is none",
      { privateVolumes: [{ ...scratch, name: "My_Data" }] },
      /volume "My_Data": a name has lower-case/,
    ],
    ["one name twice", { privateVolumes: [scratch, scratch] }, /two volumes are called "scratch"/],
    ["no size", { privateVolumes: [{ ...scratch, sizeGiB: 0 }] }, /size of a volume/],
    ["a size that is no number", { privateVolumes: [{ ...scratch, sizeGiB: NaN }] }, /size of a volume/],
    [
      "more than the quota has",
      { privateVolumes: [scratch, { ...scratch, name: "more" }], quota: { storageGiB: 19 } },
      /ask for 20 GiB together, its quota allows 19/,
    ],
  ];
  for (const [what, settings, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        checkVolumes(label, "team-a", settings, platformFixture);
      }, message);
    });
  }

  it("refuses a volume of S3 with the name of another", () => {
    assert.throws(() => {
      checkVolumes(
        label,
        "team-a",
        { sharedVolume: { name: "models" }, modelsVolume: {} },
        awsPlatformFixture,
      );
    }, /two volumes are called "models"/);
  });

  it("takes what just fits", () => {
    const settings = {
      sharedVolume: {},
      privateVolumes: [scratch],
      modelsVolume: {},
      quota: { storageGiB: 12 },
    };
    checkVolumes(label, "team-a", settings, awsPlatformFixture);
  });
});
