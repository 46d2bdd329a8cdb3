import * as assert from "node:assert/strict";
import { SystemNodesConfig } from "../config/nodes";
import { awsFacts } from "../facts";
import { only, productionSite, underMocks } from "../testing/mocks";
import { SystemNodes } from "./system-nodes";

const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/0";

function run(config: Readonly<Record<string, unknown>> = {}) {
  return underMocks(
    () =>
      new SystemNodes("system", {
        site: productionSite,
        clusterName: "kubeflow-prod",
        kubernetesVersion: "1.35",
        subnetIds: ["subnet-0a", "subnet-0b", "subnet-0c"],
        securityGroupId: "sg-0123456789abcdef0",
        dataKeyArn,
        nodeTags: { owner: "ml-platform" },
        config: SystemNodesConfig.parse(config),
        facts: awsFacts(),
      }).nodeRoleArn,
  );
}

describe("system nodes", () => {
  it("are on demand, in all zones, and closed to pods that are not critical", async () => {
    const { resources } = await run();
    const { launchTemplate, ...inputs } = only(resources, "aws:eks/nodeGroup:NodeGroup").inputs;
    assert.ok(launchTemplate !== undefined);
    assert.deepEqual(inputs, {
      clusterName: "kubeflow-prod",
      nodeGroupNamePrefix: "kubeflow-prod-sys-",
      nodeRoleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-system-node",
      subnetIds: ["subnet-0a", "subnet-0b", "subnet-0c"],
      version: "1.35",
      amiType: "BOTTLEROCKET_x86_64",
      capacityType: "ON_DEMAND",
      instanceTypes: ["m7i.large"],
      scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      labels: { "kubeflow-on-aws/pool": "system" },
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      tags: { Name: "kubeflow-prod-system" },
    });
  });

  it("have encrypted volumes, credentials out of pods' reach, and tags on whatever is started", async () => {
    const { resources } = await run({ volumeGiB: 80 });
    const tags = { owner: "ml-platform", Name: "kubeflow-prod-system" };
    const disk = (deviceName: string, volumeSize: number) => ({
      deviceName,
      ebs: {
        volumeType: "gp3",
        volumeSize,
        encrypted: "true",
        kmsKeyId: dataKeyArn,
        deleteOnTermination: "true",
      },
    });
    assert.deepEqual(only(resources, "aws:ec2/launchTemplate:LaunchTemplate").inputs, {
      name: "kubeflow-prod-system",
      updateDefaultVersion: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [disk("/dev/xvda", 4), disk("/dev/xvdb", 80)],
      vpcSecurityGroupIds: ["sg-0123456789abcdef0"],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
        { resourceType: "network-interface", tags },
      ],
      tags: { Name: "kubeflow-prod-system" },
    });
  });

  it("can be Graviton", async () => {
    const { resources } = await run({ instanceTypes: ["m7g.large"] });
    assert.equal(only(resources, "aws:eks/nodeGroup:NodeGroup").inputs.amiType, "BOTTLEROCKET_ARM_64");
  });
});
