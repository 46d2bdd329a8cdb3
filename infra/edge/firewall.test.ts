import assert from "node:assert/strict";
import { only, productionSite, underMocks } from "../testing/mocks";
import { Firewall } from "./firewall";
import { firewallRules, MANAGED_RULE_GROUPS } from "./firewall-rules";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";
const seen = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});
const group = (name: string, more: object = {}) => ({
  managedRuleGroupStatement: { vendorName: "AWS", name, ...more },
});

/** The rules of the common group that uploads of notebooks and pipelines would run into. */
const counted = [
  "SizeRestrictions_BODY",
  "CrossSiteScripting_BODY",
  "GenericLFI_BODY",
  "GenericRFI_BODY",
  "EC2MetaDataSSRF_BODY",
  "RestrictedExtensions_URIPATH",
];

const rules = [
  {
    name: "rate",
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: "IP", limit: 10_000, evaluationWindowSec: 300 } },
    visibilityConfig: seen("kubeflow-prod-rate"),
  },
  {
    name: "ip-reputation",
    priority: 1,
    overrideAction: { none: {} },
    statement: group("AWSManagedRulesAmazonIpReputationList"),
    visibilityConfig: seen("kubeflow-prod-ip-reputation"),
  },
  {
    name: "known-bad-inputs",
    priority: 2,
    overrideAction: { none: {} },
    statement: group("AWSManagedRulesKnownBadInputsRuleSet"),
    visibilityConfig: seen("kubeflow-prod-known-bad-inputs"),
  },
  {
    name: "common",
    priority: 3,
    overrideAction: { none: {} },
    statement: group("AWSManagedRulesCommonRuleSet", {
      ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })),
    }),
    visibilityConfig: seen("kubeflow-prod-common"),
  },
];

describe("firewallRules", () => {
  it("limits the rate first, then asks the managed groups", () => {
    assert.deepEqual(firewallRules("kubeflow-prod"), rules);
  });

  it("has a reason for each group and each rule that doesn't block", () => {
    for (const { reason, counted: exceptions } of MANAGED_RULE_GROUPS) {
      assert.ok([reason, ...Object.values(exceptions)].every((text) => text.length > 10));
    }
  });
});

describe("Firewall", () => {
  const run = () =>
    underMocks(() => new Firewall("firewall", { site: productionSite, dataKeyArn: KEY }).webAclArn);

  it("makes a regional web ACL", async () => {
    const { resources, value } = await run();
    const acl = only(resources, "aws:wafv2/webAcl:WebAcl", "firewall-acl");
    assert.deepEqual(acl.inputs, {
      name: "kubeflow-prod-edge",
      description: "before the load balancer of kubeflow-prod",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules,
      visibilityConfig: seen("kubeflow-prod-edge"),
      tags: { Name: "kubeflow-prod-edge" },
    });
    assert.equal(value, "arn:aws:wafv2:us-west-2:111122223333:kubeflow-prod-edge");
  });

  it("keeps an encrypted log of what was blocked, without sessions and tokens", async () => {
    const { resources } = await run();
    assert.deepEqual(only(resources, "aws:cloudwatch/logGroup:LogGroup", "firewall-log").inputs, {
      name: "aws-waf-logs-kubeflow-prod",
      kmsKeyId: KEY,
      retentionInDays: 90,
      tags: { Name: "aws-waf-logs-kubeflow-prod" },
    });
    const type = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
    assert.deepEqual(only(resources, type, "firewall-log").inputs, {
      resourceArn: "arn:aws:wafv2:us-west-2:111122223333:kubeflow-prod-edge",
      logDestinationConfigs: ["arn:aws:cloudwatch:us-west-2:111122223333:aws-waf-logs-kubeflow-prod"],
      loggingFilter: {
        defaultBehavior: "DROP",
        filters: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            conditions: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({
              actionCondition: { action },
            })),
          },
        ],
      },
      redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
    });
  });

  it("lets log delivery of this account write to that group alone", async () => {
    const { resources } = await run();
    const { policyName, policyDocument } = only(
      resources,
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    ).inputs;
    assert.equal(policyName, "aws-waf-logs-kubeflow-prod");
    assert.deepEqual(JSON.parse(String(policyDocument)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "FirewallLog",
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:us-west-2:111122223333:log-group:aws-waf-logs-kubeflow-prod:*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:logs:us-west-2:111122223333:*" },
          },
        },
      ],
    });
  });
});
