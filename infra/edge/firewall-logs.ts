import { arnOf, type Site } from "../site";

/** Days that the firewall's log is kept. */
export const LOG_RETENTION_DAYS = 90;

/** Name of the firewall's log group. WAF writes to no group whose name begins otherwise. */
export function logGroupName(site: Pick<Site, "clusterName">): string {
  return `aws-waf-logs-${site.clusterName}`;
}

/**
 * Lets log delivery write to the group. Made here since WAF would otherwise add to one policy of its own for all web
 * ACLs of the account, which has a greatest size (documentation of aws.wafv2.WebAclLoggingConfiguration).
 */
export function logDeliveryPolicy(site: Site) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "FirewallLog",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${arnOf(site, "logs", `log-group:${logGroupName(site)}`)}:*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": site.accountId },
          ArnLike: { "aws:SourceArn": arnOf(site, "logs", "*") },
        },
      },
    ],
  };
}

/** Only what was blocked, or counted where it would have been: the rest is in the load balancer's metrics. */
export const LOGGING_FILTER = {
  defaultBehavior: "DROP",
  filters: [
    {
      behavior: "KEEP",
      requirement: "MEETS_ANY",
      conditions: [
        { actionCondition: { action: "BLOCK" } },
        { actionCondition: { action: "COUNT" } },
        { actionCondition: { action: "EXCLUDED_AS_COUNT" } },
      ],
    },
  ],
};

/** Headers that carry sessions and tokens. */
export const REDACTED_HEADERS = ["authorization", "cookie"] as const;
