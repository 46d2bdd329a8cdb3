import * as assert from "node:assert/strict";
import { awsPlatformFixture, platformFixture } from "../../testing";
import { trainingStorage } from "./storage";
import { efaPlatform } from "./testing";

const place = { run: "train-0f", tenant: "team-a", pods: 2 };

describe("trainingStorage", () => {
  it("needs nothing where nothing is asked for", () => {
    assert.deepEqual(trainingStorage("x", place, {}, awsPlatformFixture), {
      variables: {},
      volumes: [],
      mounts: [],
      claims: [],
    });
  });

  it("keeps checkpoints and reads data on S3 with the tenant's role", () => {
    const data = { s3: "s3://kubeflow-prod-artifacts/team-a/images/" };
    assert.deepEqual(trainingStorage("x", place, { checkpoints: true, data }, awsPlatformFixture), {
      variables: {
        AWS_DEFAULT_REGION: "us-west-2",
        AWS_REGION: "us-west-2",
        CHECKPOINT_URI: "s3://kubeflow-prod-artifacts/team-a/checkpoints/train-0f/",
        DATA_URI: "s3://kubeflow-prod-artifacts/team-a/images/",
      },
      volumes: [],
      mounts: [],
      claims: [],
      account: "default-editor",
    });
  });

  it("goes on from what an earlier run saved", () => {
    const uri = "s3://kubeflow-prod-artifacts/team-a/checkpoints/train-00/";
    const { variables } = trainingStorage("x", place, { checkpoints: { uri } }, awsPlatformFixture);
    assert.equal(variables.CHECKPOINT_URI, uri);
  });

  it("keeps checkpoints on a volume of the run's own where there is no S3", () => {
    assert.deepEqual(trainingStorage("x", { ...place, pods: 1 }, { checkpoints: true }, platformFixture), {
      variables: { CHECKPOINT_URI: "/mnt/checkpoints" },
      volumes: [{ name: "checkpoints", persistentVolumeClaim: { claimName: "train-0f-checkpoints" } }],
      mounts: [{ name: "checkpoints", mountPath: "/mnt/checkpoints" }],
      claims: [
        {
          use: "checkpoints",
          claim: "train-0f-checkpoints",
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "10Gi" } },
            storageClassName: "block",
          },
        },
      ],
    });
  });

  it("wants a shared file system for several pods, but where nothing is written", () => {
    const real = { ...platformFixture, cluster: { ...platformFixture.cluster, simulated: false } };
    const checkpoints = { sizeGiB: 1 };
    assert.throws(() => trainingStorage("x", place, { checkpoints }, real), /x: 2 pods keep.*neither S3 nor/);
    const shared = { ...real, storageClasses: { block: "gp3", shared: "efs" } };
    for (const [platform, name] of [
      [shared, "efs"],
      [platformFixture, "block"],
    ] as const) {
      const [claim] = trainingStorage("x", place, { checkpoints }, platform).claims;
      assert.deepEqual(claim?.spec.accessModes, ["ReadWriteMany"]);
      assert.equal(claim.spec.storageClassName, name);
    }
  });

  it("shows the tenant's folder of FSx for Lustre, to read", () => {
    assert.deepEqual(trainingStorage("x", place, { data: { lustre: "images/v1" } }, efaPlatform), {
      variables: { DATA_URI: "/mnt/data" },
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "train-0f-data", readOnly: true } }],
      mounts: [
        { name: "data", mountPath: "/mnt/data", subPath: "artifacts/team-a/images/v1", readOnly: true },
      ],
      claims: [
        {
          use: "data",
          claim: "train-0f-data",
          spec: {
            accessModes: ["ReadOnlyMany"],
            resources: { requests: { storage: "1200Gi" } },
            storageClassName: "",
            volumeName: "lustre-team-a-train-0f",
          },
          volume: {
            name: "lustre-team-a-train-0f",
            spec: {
              capacity: { storage: "1200Gi" },
              accessModes: ["ReadOnlyMany"],
              claimRef: {
                apiVersion: "v1",
                kind: "PersistentVolumeClaim",
                name: "train-0f-data",
                namespace: "team-a",
              },
              csi: {
                driver: "fsx.csi.aws.com",
                volumeHandle: "fs-1",
                volumeAttributes: { dnsname: "fs-1.fsx.us-west-2.amazonaws.com", mountname: "abcdef01" },
              },
              mountOptions: ["flock"],
              persistentVolumeReclaimPolicy: "Retain",
              storageClassName: "",
            },
          },
        },
      ],
    });
  });

  for (const [what, args, platform, message] of [
    [
      "another tenant's address",
      { data: { s3: "s3://kubeflow-prod-artifacts/team-b/" } },
      efaPlatform,
      /outside/,
    ],
    [
      "a way out of it",
      { checkpoints: { uri: "s3://kubeflow-prod-artifacts/team-a/../b" } },
      efaPlatform,
      /outside/,
    ],
    ["S3 where there is none", { data: { s3: "s3://b/team-a/" } }, platformFixture, /in the cluster/],
    ["Lustre where there is none", { data: { lustre: "" } }, awsPlatformFixture, /the platform has none/],
    ["a folder of another tenant", { data: { lustre: "../team-b" } }, efaPlatform, /below the tenant's own/],
    ["no room", { checkpoints: { sizeGiB: 0 } }, platformFixture, /sizeGiB is 0/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => trainingStorage("x", place, args, platform), message);
    });
  }
});
