import * as assert from "node:assert/strict";
import { awsFacts } from "../facts";
import { only, productionSite, underMocks } from "../testing/mocks";
import { ManagedNodePools } from "./managed-pools";
import type { PoolConfig } from "./pool";
import { exportedPools } from "./pools";
import { armPool, gpuPool, poolConfig, trainingPool } from "./testing/pools";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

function run(pools: readonly PoolConfig[]) {
  return underMocks(
    () =>
      new ManagedNodePools("pools", {
        site: productionSite,
        clusterName: "kubeflow-prod",
        kubernetesVersion: "1.35",
        subnetIds: ["subnet-0a", "subnet-0b"],
        zones: ["us-west-2a", "us-west-2b"],
        securityGroupId: "sg-0123456789abcdef0",
        dataKeyArn: "arn:aws:kms:us-west-2:111122223333:key/0",
        pools,
        facts: awsFacts(),
      }).nodeGroupNames,
  );
}

describe("managed node pools", () => {
  it("are node groups with the labels and taints that Karpenter's nodes have", async () => {
    const { resources, value } = await run([gpuPool, armPool]);
    assert.deepEqual(value, ["kubeflow-prod-gpu", "kubeflow-prod-arm"]);
    const { launchTemplate, ...inputs } = only(resources, NODE_GROUP, "pools-gpu").inputs;
    assert.ok(launchTemplate !== undefined);
    assert.deepEqual(inputs, {
      clusterName: "kubeflow-prod",
      nodeGroupName: "kubeflow-prod-gpu",
      nodeRoleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-pool-node",
      subnetIds: ["subnet-0a", "subnet-0b"],
      version: "1.35",
      amiType: "BOTTLEROCKET_x86_64_NVIDIA",
      capacityType: "ON_DEMAND",
      instanceTypes: ["g6.xlarge", "g6.12xlarge"],
      // 16 GPUs, in the worst case on nodes with four each.
      scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 0 },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      labels: { "kubeflow-on-aws/pool": "gpu", "nvidia.com/gpu.present": "true" },
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NO_SCHEDULE" }],
      tags: { Name: "kubeflow-prod-gpu" },
    });
    const arm = only(resources, NODE_GROUP, "pools-arm").inputs;
    assert.equal(arm.amiType, "AL2023_ARM_64_STANDARD");
    assert.deepEqual(arm.taints, [{ key: "example.com/arm", effect: "PREFER_NO_SCHEDULE" }]);
  });

  it("are selected by the labels that are exported", async () => {
    const { resources } = await run([gpuPool]);
    const [exported] = exportedPools({
      pools: [gpuPool],
      provisioner: "managed-node-groups",
      clusterName: productionSite.clusterName,
      facts: awsFacts(),
    });
    const { labels, nodeGroupName } = only(resources, NODE_GROUP).inputs;
    assert.ok(typeof labels === "object");
    assert.deepEqual({ ...labels, "eks.amazonaws.com/nodegroup": nodeGroupName }, exported?.labels);
  });

  it("put images on NVMe disks where there are some", async () => {
    const { resources } = await run([
      gpuPool,
      { ...gpuPool, name: "al", operatingSystem: "al2023" },
      armPool,
    ]);
    const userData = (name: string) => {
      const encoded = only(resources, TEMPLATE, name).inputs.userData;
      return typeof encoded === "string" ? Buffer.from(encoded, "base64").toString("utf8") : undefined;
    };
    assert.match(userData("pools-gpu") ?? "", /\["apiclient", "ephemeral-storage", "init"\]/);
    assert.match(
      userData("pools-al") ?? "",
      /^MIME-Version: 1\.0\n[^]*application\/node\.eks\.aws\n\napiVersion[^]*strategy: RAID0\n\n--BOUNDARY--\n$/,
    );
    assert.equal(userData("pools-arm"), undefined);
  });

  it("for training are in one zone and one placement group, with all adapters, in the reservation", async () => {
    const { resources } = await run([trainingPool]);
    assert.deepEqual(only(resources, NODE_GROUP).inputs.subnetIds, ["subnet-0a"]);
    assert.equal(only(resources, "aws:ec2/placementGroup:PlacementGroup").inputs.strategy, "cluster");
    const { networkInterfaces, ...template } = only(resources, TEMPLATE).inputs;
    assert.equal(template.vpcSecurityGroupIds, undefined);
    assert.deepEqual(template.placement, { groupName: "kubeflow-prod-train" });
    assert.deepEqual(template.capacityReservationSpecification, {
      capacityReservationTarget: { capacityReservationId: "cr-0123456789abcdef0" },
    });
    assert.equal(template.instanceMarketOptions, undefined);
    assert.ok(Array.isArray(networkInterfaces));
    assert.equal(networkInterfaces.length, 33);
    assert.deepEqual(networkInterfaces[1], {
      networkCardIndex: 0,
      deviceIndex: 1,
      interfaceType: "efa-only",
      securityGroups: ["sg-0123456789abcdef0"],
      deleteOnTermination: "true",
    });
  });

  it("on a Capacity Block name the type in the template, not in the group", async () => {
    const { resources } = await run([
      {
        ...trainingPool,
        zone: "us-west-2b",
        capacityReservations: { ids: ["cr-0123456789abcdef0"], kind: "capacity-block" },
      },
    ]);
    const group = only(resources, NODE_GROUP).inputs;
    assert.equal(group.capacityType, "CAPACITY_BLOCK");
    assert.equal(group.instanceTypes, undefined);
    assert.deepEqual(group.subnetIds, ["subnet-0b"]);
    const template = only(resources, TEMPLATE).inputs;
    assert.equal(template.instanceType, "p5.48xlarge");
    assert.deepEqual(template.instanceMarketOptions, { marketType: "capacity-block" });
  });

  it("can be spot", async () => {
    const { resources } = await run([
      poolConfig({
        name: "cheap",
        instanceTypes: ["m7i.2xlarge"],
        capacityTypes: ["spot"],
        limits: { cpu: 32, memoryGiB: 4096 },
        minSize: 1,
        maxSize: 3,
      }),
    ]);
    const { capacityType, scalingConfig } = only(resources, NODE_GROUP).inputs;
    assert.equal(capacityType, "SPOT");
    assert.deepEqual(scalingConfig, { minSize: 1, maxSize: 3, desiredSize: 1 });
  });
});
