import { arnOf, type Site } from "../site";
import { interruptionQueueName } from "./names";

/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** AWS' managed policies of nodes (Karpenter 1.14 documentation, CloudFormation reference, KarpenterNodeRole). */
const NODE_POLICIES = {
  worker: "AmazonEKSWorkerNodePolicy",
  cni: "AmazonEKS_CNI_Policy",
  registry: "AmazonEC2ContainerRegistryPullOnly",
  ssm: "AmazonSSMManagedInstanceCore",
} as const;

/** Who may take on the role of nodes: instances. */
export function nodeTrust(partition: string): PolicyDocument {
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: `ec2.${suffix}` }, Action: "sts:AssumeRole" }],
  };
}

/** The ARNs of the managed policies that nodes have, by a short name. */
export function nodePolicyArns(partition: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(NODE_POLICIES).map(([short, policy]) => [
      short,
      `arn:${partition}:iam::aws:policy/${policy}`,
    ]),
  );
}

/**
 * Who may put messages into the queue of interruption notices: the rules of this cluster through EventBridge, and SQS
 * itself within the account. Nobody does without TLS.
 *
 * @param ruleNames the EventBridge rules whose target is the queue
 */
export function interruptionQueuePolicy(site: Site, ruleNames: readonly string[]): PolicyDocument {
  const Resource = arnOf(site, "sqs", interruptionQueueName(site));
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Events",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource,
        Condition: {
          ArnEquals: { "aws:SourceArn": ruleNames.map((rule) => arnOf(site, "events", `rule/${rule}`)) },
        },
      },
      {
        Sid: "Queues",
        Effect: "Allow",
        Principal: { Service: "sqs.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource,
        Condition: { StringEquals: { "aws:SourceAccount": site.accountId } },
      },
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
