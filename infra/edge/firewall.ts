import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as wafv2 from "@pulumi/aws/wafv2";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import {
  LOG_RETENTION_DAYS,
  logDeliveryPolicy,
  LOGGING_FILTER,
  logGroupName,
  REDACTED_HEADERS,
} from "./firewall-logs";
import { firewallRules, visibility } from "./firewall-rules";

/** What a {@link Firewall} is made from. */
export interface FirewallArgs {
  readonly site: Site;
  /** KMS key of the log; its policy has to let CloudWatch Logs in. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/**
 * AWS WAF before the load balancer: 9 USD a month, 0.60 USD for a million requests, and the log.
 *
 * WAF reads the first 8 KB of a body. What Kubeflow's users upload is larger and looks like attacks, so rules for
 * bodies count and don't block; who may upload is for sign-on to say.
 */
export class Firewall extends pulumi.ComponentResource {
  readonly webAclArn: pulumi.Output<string>;

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Firewall", name, {}, opts);
    const { site } = args;
    const acl = new wafv2.WebAcl(
      `${name}-acl`,
      {
        name: `${site.clusterName}-edge`,
        description: `before the load balancer of ${site.clusterName}`,
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        rules: firewallRules(site.clusterName),
        visibilityConfig: visibility(`${site.clusterName}-edge`),
        tags: { Name: `${site.clusterName}-edge` },
      },
      { parent: this },
    );
    this.keepLog(name, args, acl);
    this.webAclArn = acl.arn;
    this.registerOutputs({ webAclArn: this.webAclArn });
  }

  private keepLog(name: string, { site, dataKeyArn }: FirewallArgs, acl: wafv2.WebAcl) {
    const group = new cloudwatch.LogGroup(
      `${name}-log`,
      {
        name: logGroupName(site),
        kmsKeyId: dataKeyArn,
        retentionInDays: LOG_RETENTION_DAYS,
        tags: { Name: logGroupName(site) },
      },
      { parent: this },
    );
    const delivery = new cloudwatch.LogResourcePolicy(
      `${name}-log`,
      { policyName: logGroupName(site), policyDocument: JSON.stringify(logDeliveryPolicy(site)) },
      { parent: this },
    );
    new wafv2.WebAclLoggingConfiguration(
      `${name}-log`,
      {
        resourceArn: acl.arn,
        logDestinationConfigs: [group.arn],
        loggingFilter: LOGGING_FILTER,
        redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      },
      { parent: this, dependsOn: delivery },
    );
  }
}
