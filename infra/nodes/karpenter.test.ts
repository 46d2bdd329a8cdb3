import * as assert from "node:assert/strict";
import { AwsOutputs } from "../../contract/aws";
import { awsFacts } from "../facts";
import { only, productionSite, underMocks } from "../testing/mocks";
import type { PoolsArgs } from "./args";
import { KarpenterResources } from "./karpenter";
import { allPools } from "./testing/pools";

const args: PoolsArgs = {
  site: productionSite,
  clusterName: "kubeflow-prod",
  subnetIds: ["subnet-0a", "subnet-0b"],
  zones: ["us-west-2a", "us-west-2b"],
  securityGroupId: "sg-0123456789abcdef0",
  dataKeyArn: "arn:aws:kms:us-west-2:111122223333:key/0",
  permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
  nodePolicies: { caches: "{}" },
  nodeTags: { owner: "ml-platform" },
  pools: allPools,
  facts: awsFacts(),
};

describe("Karpenter's resources", () => {
  const run = () =>
    underMocks(() => {
      const made = new KarpenterResources("karpenter", args);
      return {
        nodeRoleName: made.nodeRoleName,
        interruptionQueue: made.interruptionQueue,
        nodeClasses: made.nodeClasses,
        nodePools: made.nodePools,
      };
    });

  it("are these", async () => {
    const { resources } = await run();
    assert.deepEqual(
      resources
        .filter(({ type }) => type !== "pulumi:pulumi:Stack")
        .map(({ type, name }) => `${type} ${name}`)
        .sort(),
      [
        "aws:cloudwatch/eventRule:EventRule karpenter-interruption-instance-state-change",
        "aws:cloudwatch/eventRule:EventRule karpenter-interruption-rebalance",
        "aws:cloudwatch/eventRule:EventRule karpenter-interruption-reservation-ending",
        "aws:cloudwatch/eventRule:EventRule karpenter-interruption-scheduled-change",
        "aws:cloudwatch/eventRule:EventRule karpenter-interruption-spot-interruption",
        "aws:cloudwatch/eventTarget:EventTarget karpenter-interruption-instance-state-change",
        "aws:cloudwatch/eventTarget:EventTarget karpenter-interruption-rebalance",
        "aws:cloudwatch/eventTarget:EventTarget karpenter-interruption-reservation-ending",
        "aws:cloudwatch/eventTarget:EventTarget karpenter-interruption-scheduled-change",
        "aws:cloudwatch/eventTarget:EventTarget karpenter-interruption-spot-interruption",
        "aws:ec2/placementGroup:PlacementGroup karpenter-train",
        "aws:eks/accessEntry:AccessEntry karpenter-node-access",
        "aws:iam/role:Role karpenter-node-role",
        "aws:iam/rolePolicy:RolePolicy karpenter-node-caches",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-cni",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-registry",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-ssm",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-worker",
        "aws:sqs/queue:Queue karpenter-interruption-queue",
        "aws:sqs/queuePolicy:QueuePolicy karpenter-interruption-queue-policy",
        "kubeflow:infra:InterruptionQueue karpenter-interruption",
        "kubeflow:infra:KarpenterResources karpenter",
        "kubeflow:infra:NodeRole karpenter-node",
      ],
    );
  });

  it("let its nodes into the cluster, bounded", async () => {
    const { resources } = await run();
    assert.deepEqual(only(resources, "aws:eks/accessEntry:AccessEntry").inputs, {
      clusterName: "kubeflow-prod",
      principalArn: "arn:aws:iam::111122223333:role/kubeflow-prod-karpenter-node",
      type: "EC2_LINUX",
    });
    const { inputs } = only(resources, "aws:iam/role:Role");
    assert.equal(inputs.name, "kubeflow-prod-karpenter-node");
    assert.equal(inputs.permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
  });

  it("have a queue that forgets in five minutes and that every rule fills", async () => {
    const { resources } = await run();
    assert.deepEqual(only(resources, "aws:sqs/queue:Queue").inputs, {
      name: "kubeflow-prod",
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      tags: { Name: "kubeflow-prod" },
    });
    const rule = only(
      resources,
      "aws:cloudwatch/eventRule:EventRule",
      "karpenter-interruption-spot-interruption",
    );
    assert.equal(rule.inputs.name, "kubeflow-prod-karpenter-spot-interruption");
    assert.deepEqual(JSON.parse(String(rule.inputs.eventPattern)), {
      source: ["aws.ec2"],
      "detail-type": ["EC2 Spot Instance Interruption Warning"],
    });
    for (const target of resources.filter(({ type }) => type.endsWith(":EventTarget"))) {
      assert.equal(target.inputs.arn, "arn:aws:sqs:us-west-2:111122223333:kubeflow-prod");
    }
    const policy = only(resources, "aws:sqs/queuePolicy:QueuePolicy").inputs.policy;
    assert.equal(String(policy).match(/:rule\/kubeflow-prod-karpenter-/g)?.length, 5);
  });

  it("say what the contract asks for", async () => {
    const { value } = await run();
    assert.deepEqual(AwsOutputs.shape.karpenter.parse(value), value);
    assert.equal(value.nodeRoleName, "kubeflow-prod-karpenter-node");
    assert.equal(value.interruptionQueue, "kubeflow-prod");
    assert.deepEqual(
      value.nodePools.map(({ metadata }) => metadata),
      allPools.map(({ name }) => ({ name })),
    );
    const text = JSON.stringify(value.nodeClasses);
    assert.match(text, /"role":"kubeflow-prod-karpenter-node"/);
    assert.match(text, /"placementGroupSelector":\{"name":"kubeflow-prod-train"\}/);
  });

  it("keep nodes that are to be close together in one zone", async () => {
    const { value } = await run();
    const zones = value.nodePools.map((one) => JSON.stringify(one).match(/us-west-2[a-z]/g));
    assert.deepEqual(zones, [
      ["us-west-2a", "us-west-2b"],
      ["us-west-2a", "us-west-2b"],
      ["us-west-2a", "us-west-2b"],
      ["us-west-2a"],
    ]);
  });
});
