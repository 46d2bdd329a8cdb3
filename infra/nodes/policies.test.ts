import * as assert from "node:assert/strict";
import { productionSite } from "../testing/mocks";
import { INTERRUPTION_EVENTS, interruptionRuleName } from "./interruption-events";
import { interruptionQueuePolicy, nodePolicyArns, nodeTrust } from "./node-policies";

describe("policies of nodes", () => {
  it("let instances take on the role, in every partition", () => {
    assert.deepEqual(nodeTrust("aws").Statement, [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    assert.match(JSON.stringify(nodeTrust("aws-cn")), /"ec2\.amazonaws\.com\.cn"/);
    assert.match(JSON.stringify(nodeTrust("aws-us-gov")), /"ec2\.amazonaws\.com"/);
  });

  it("name AWS' managed policies in the partition", () => {
    assert.deepEqual(nodePolicyArns("aws-us-gov"), {
      worker: "arn:aws-us-gov:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      cni: "arn:aws-us-gov:iam::aws:policy/AmazonEKS_CNI_Policy",
      registry: "arn:aws-us-gov:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      ssm: "arn:aws-us-gov:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
  });

  it("let only this cluster's rules and the account's queues send notices, and only over TLS", () => {
    const queue = "arn:aws:sqs:us-west-2:111122223333:kubeflow-prod";
    assert.deepEqual(interruptionQueuePolicy(productionSite, ["kubeflow-prod-karpenter-rebalance"]), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Events",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: {
            ArnEquals: {
              "aws:SourceArn": [
                "arn:aws:events:us-west-2:111122223333:rule/kubeflow-prod-karpenter-rebalance",
              ],
            },
          },
        },
        {
          Sid: "Queues",
          Effect: "Allow",
          Principal: { Service: "sqs.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
        {
          Sid: "OnlyTls",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: queue,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("are for the events that Karpenter's documentation lists, under names that EventBridge takes", () => {
    assert.deepEqual(
      Object.values(INTERRUPTION_EVENTS)
        .map(({ source, detailType }) => `${source}: ${detailType}`)
        .sort(),
      [
        "aws.ec2: EC2 Capacity Reservation Instance Interruption Warning",
        "aws.ec2: EC2 Instance Rebalance Recommendation",
        "aws.ec2: EC2 Instance State-change Notification",
        "aws.ec2: EC2 Spot Instance Interruption Warning",
        "aws.health: AWS Health Event",
      ],
    );
    for (const event of Object.keys(INTERRUPTION_EVENTS)) {
      assert.ok(interruptionRuleName("c".repeat(30), event).length <= 64, event);
    }
  });
});
