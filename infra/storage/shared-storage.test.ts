import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { SharedStorageConfig } from "../config/storage";
import type { Site } from "../site";
import { type Registered, developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { transitionAfter } from "./efs";
import { fileSystemPolicy } from "./efs-policy";
import { portRules } from "./lustre-spec";
import { SharedStorage } from "./shared-storage";
import { observe } from "./testing/observe";

const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";

async function run(
  site: Site,
  config: object,
  subnets: Readonly<Record<string, string>> = { "subnet-a": "us-west-2a", "subnet-b": "us-west-2b" },
) {
  const observer = observe({
    "aws:fsx/lustreFileSystem:LustreFileSystem": {
      dnsName: "fs-1.fsx.us-west-2.amazonaws.com",
      mountName: "abcdefgh",
    },
  });
  const { resources, value } = await underMocks(() => {
    const storage = new SharedStorage(
      "shared",
      {
        site,
        config: SharedStorageConfig.parse(config),
        vpcId: "vpc-1",
        privateSubnetIds: Object.keys(subnets),
        availabilityZones: Object.values(subnets),
        nodeSecurityGroupId: "sg-nodes",
        dataKeyArn,
        artifactsBucket: "ml-artifacts",
      },
      { transformations: observer.transformations },
    );
    return { efsId: storage.efsId, lustre: storage.lustre };
  });
  return { resources, value, protectedNames: observer.protectedNames };
}

describe("SharedStorage in a VPC that was there", () => {
  it("has one mount target a zone where several subnets are in one", async () => {
    const { resources } = await run(
      productionSite,
      {},
      { "subnet-1": "us-west-2a", "subnet-2": "us-west-2a", "subnet-3": "us-west-2b" },
    );
    const targets = resources.filter(({ type }) => type === "aws:efs/mountTarget:MountTarget");
    assert.deepEqual(
      targets.map(({ name, inputs }) => [name, inputs.subnetId]),
      [
        ["shared-efs-us-west-2a", "subnet-1"],
        ["shared-efs-us-west-2b", "subnet-3"],
      ],
    );
  });
});

describe("SharedStorage with EFS", () => {
  let resources: readonly Registered[];
  let protectedNames: readonly string[];
  let value: unknown;
  before(async () => {
    ({ resources, value, protectedNames } = await run(productionSite, {}));
  });

  it("makes an encrypted file system that production keeps", () => {
    assert.deepEqual(value, { efsId: "shared-efs-id", lustre: undefined });
    assert.deepEqual(protectedNames, ["shared-efs"]);
    assert.deepEqual(only(resources, "aws:efs/fileSystem:FileSystem").inputs, {
      creationToken: "kubeflow-prod-shared",
      encrypted: true,
      kmsKeyId: dataKeyArn,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      lifecyclePolicies: [
        { transitionToIa: "AFTER_30_DAYS" },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
      tags: { Name: "kubeflow-prod-shared" },
    });
  });

  it("mounts it in each zone, in that zone's subnet", () => {
    const targets = resources
      .filter(({ type }) => type === "aws:efs/mountTarget:MountTarget")
      .map(({ name, inputs }) => [name, inputs.subnetId, inputs.securityGroups]);
    assert.deepEqual(targets, [
      ["shared-efs-us-west-2a", "subnet-a", ["shared-efs-group-id"]],
      ["shared-efs-us-west-2b", "subnet-b", ["shared-efs-group-id"]],
    ]);
  });

  it("lets the nodes in by NFS, nobody else, and nothing out", () => {
    const { inputs } = only(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.deepEqual(inputs, {
      securityGroupId: "shared-efs-group-id",
      referencedSecurityGroupId: "sg-nodes",
      ipProtocol: "tcp",
      fromPort: 2049,
      toPort: 2049,
      description: "NFS from the nodes",
      tags: { Name: "kubeflow-prod-efs-from-nodes" },
    });
    assert.equal(
      resources.some(({ type }) => type.includes("EgressRule")),
      false,
    );
  });

  it("attaches the policy and leaves copies to the backup plan", () => {
    const { inputs } = only(resources, "aws:efs/fileSystemPolicy:FileSystemPolicy");
    const arn = "arn:aws:efs:us-west-2:111122223333:shared-efs";
    assert.deepEqual(JSON.parse(String(inputs.policy)), JSON.parse(JSON.stringify(fileSystemPolicy(arn))));
    assert.deepEqual(only(resources, "aws:efs/backupPolicy:BackupPolicy").inputs.backupPolicy, {
      status: "DISABLED",
    });
  });

  it("is not kept in development, and not made where it is turned off", async () => {
    assert.deepEqual((await run(developmentSite, {})).protectedNames, []);
    const none = await run(developmentSite, { efs: { enabled: false } });
    assert.deepEqual(
      none.resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
  });
});

describe("SharedStorage with Lustre", () => {
  it("SCRATCH_2: no key and no throughput of ours; the bucket is imported and never exported", async () => {
    const { resources, value } = await run(productionSite, {
      efs: { enabled: false },
      lustre: { capacityGiB: 1200 },
    });
    assert.equal(value.efsId, undefined);
    assert.equal(value.lustre?.id, "shared-lustre-id");
    assert.deepEqual([typeof value.lustre.dnsName, typeof value.lustre.mountName], ["string", "string"]);
    const { dnsName, mountName, ...inputs } = only(
      resources,
      "aws:fsx/lustreFileSystem:LustreFileSystem",
    ).inputs;
    assert.deepEqual(inputs, {
      deploymentType: "SCRATCH_2",
      storageCapacity: 1200,
      storageType: "SSD",
      fileSystemTypeVersion: "2.15",
      dataCompressionType: "LZ4",
      skipFinalBackup: true,
      subnetIds: "subnet-a",
      securityGroupIds: ["shared-lustre-group-id"],
      logConfiguration: {
        destination: "arn:aws:cloudwatch:us-west-2:111122223333:/aws/fsx/kubeflow-prod-training",
        level: "WARN_ERROR",
      },
      tags: { Name: "kubeflow-prod-training" },
    });
    assert.deepEqual(only(resources, "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation").inputs, {
      fileSystemId: "shared-lustre-id",
      fileSystemPath: "/artifacts",
      dataRepositoryPath: "s3://ml-artifacts",
      batchImportMetaDataOnCreate: true,
      s3: { autoImportPolicy: { events: ["NEW", "CHANGED", "DELETED"] } },
      tags: { Name: "kubeflow-prod-training-artifacts" },
    });
    assert.equal(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs.kmsKeyId, dataKeyArn);
  });

  it("PERSISTENT_2: encrypted by the key, with the throughput that is configured", async () => {
    const { resources } = await run(productionSite, {
      lustre: { capacityGiB: 2400, deploymentType: "PERSISTENT_2", throughputPerTiB: 250 },
    });
    const { inputs } = only(resources, "aws:fsx/lustreFileSystem:LustreFileSystem");
    assert.equal(inputs.kmsKeyId, dataKeyArn);
    assert.equal(inputs.perUnitStorageThroughput, 250);
  });

  it("opens Lustre's ports between nodes and servers, and no other", async () => {
    const { resources } = await run(productionSite, {
      efs: { enabled: false },
      lustre: { capacityGiB: 1200 },
    });
    const rules = resources.filter(({ type }) => /SecurityGroup(In|E)gressRule$/.test(type));
    assert.equal(rules.length, portRules.length);
    const groups = ["sg-nodes", "shared-lustre-group-id"];
    for (const { inputs } of rules) {
      assert.equal(groups.includes(String(inputs.securityGroupId)), true);
      assert.equal(groups.includes(String(inputs.referencedSecurityGroupId)), true);
      assert.deepEqual(
        [
          [988, 988],
          [1018, 1023],
        ].some(([from, to]) => inputs.fromPort === from && inputs.toPort === to),
        true,
      );
    }
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });
});

describe("transitionAfter", () => {
  it("spells every period that the schema takes as EFS does", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 7, 14, 30, 60, 90), (days) => {
        assert.match(transitionAfter(days), days === 1 ? /^AFTER_1_DAY$/ : /^AFTER_(7|14|30|60|90)_DAYS$/);
      }),
    );
  });
});

describe("fileSystemPolicy", () => {
  it("lets clients mount and write through mount targets by TLS, and be root never", () => {
    const arn = "arn:aws:elasticfilesystem:us-west-2:111122223333:file-system/fs-1";
    assert.deepEqual(fileSystemPolicy(arn), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyWithoutTls",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: [
            "elasticfilesystem:ClientMount",
            "elasticfilesystem:ClientWrite",
            "elasticfilesystem:ClientRootAccess",
          ],
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "AllowThroughMountTargets",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          Resource: arn,
          Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
        },
      ],
    });
  });
});
