import { type Site, arnOf } from "../site";

/** The name of the log group that holds a VPC's flow logs. */
export function flowLogGroup(site: Site): string {
  return `${site.clusterName}-vpc-flow-logs`;
}

/** Who may take the role of flow logs: the flow log service, for flow logs of this account and region only. */
export function flowLogTrust(site: Site) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": site.accountId },
          ArnLike: { "aws:SourceArn": arnOf(site, "ec2", "vpc-flow-log/*") },
        },
      },
    ],
  };
}

/**
 * What flow logs may do: write to their log group, which is there already, and look for it. Looking has no narrower
 * resource than all log groups of the account and region.
 */
export function flowLogPermissions(site: Site) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: arnOf(site, "logs", `log-group:${flowLogGroup(site)}:*`),
      },
      {
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: arnOf(site, "logs", "log-group:*"),
      },
    ],
  };
}
