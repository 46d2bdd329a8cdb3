import type * as inputs from "@pulumi/aws/types/input";

/** A rule group that AWS maintains. */
export interface ManagedRuleGroup {
  /** Name at AWS. */
  readonly name: string;
  /** End of the rule's name and of its metric. */
  readonly key: string;
  /** What it is good for here. */
  readonly reason: string;
  /** Rules of it that only count what they would block, each with the Kubeflow request that they would block. */
  readonly counted: Readonly<Record<string, string>>;
}

/**
 * The managed rule groups, in the order in which they see a request. Names are those of the WAF developer guide,
 * "Baseline rule groups" and "IP reputation rule groups"; that rules for bodies block uploads says AWS' knowledge
 * center ("Why does AWS WAF block my legitimate upload request?").
 *
 * Not among them: AWSManagedRulesSQLiRuleSet, which takes notebooks with SQL in them for attacks, and
 * AWSManagedRulesAnonymousIpList, which shuts out people behind hosting providers' addresses, CI among them.
 */
export const MANAGED_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  {
    name: "AWSManagedRulesAmazonIpReputationList",
    key: "ip-reputation",
    reason: "addresses that Amazon has seen attack or scan others",
    counted: {},
  },
  {
    name: "AWSManagedRulesKnownBadInputsRuleSet",
    key: "known-bad-inputs",
    reason: "requests that exploit published vulnerabilities",
    counted: {},
  },
  {
    name: "AWSManagedRulesCommonRuleSet",
    key: "common",
    reason: "the core rule set: scanners, traversal, inclusion and scripting in paths, queries and cookies",
    counted: {
      SizeRestrictions_BODY: "pipelines, notebooks and files of more than 8 KB",
      CrossSiteScripting_BODY: "notebooks whose output is HTML",
      GenericLFI_BODY: "notebooks and pipelines that name paths such as ../data",
      GenericRFI_BODY: "pipelines and notebooks with URLs such as http://10.0.0.1/ in them",
      EC2MetaDataSSRF_BODY: "manifests that name 169.254.170.23 or 169.254.169.254",
      RestrictedExtensions_URIPATH: "files such as train.log and settings.ini, opened in a notebook server",
    },
  },
];

/**
 * Requests that one address may send in five minutes, 33 a second. A page with several open notebooks sends many, and a
 * whole office may stand behind one address; what it stops is a flood.
 */
export const REQUESTS_PER_FIVE_MINUTES = 10_000;

/** The rules of the web ACL. Each costs 1 USD a month, the ACL itself 5, a million requests 0.60. */
export function firewallRules(clusterName: string): inputs.wafv2.WebAclRule[] {
  const rules: Omit<inputs.wafv2.WebAclRule, "priority">[] = [
    {
      name: "rate",
      action: { block: {} },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: "IP",
          limit: REQUESTS_PER_FIVE_MINUTES,
          evaluationWindowSec: 300,
        },
      },
      visibilityConfig: visibility(`${clusterName}-rate`),
    },
    ...MANAGED_RULE_GROUPS.map(({ name, key, counted }) => ({
      name: key,
      // Each rule of the group does what it says, but for those that are overridden.
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: "AWS",
          name,
          ...(Object.keys(counted).length === 0 ? {} : { ruleActionOverrides: counting(counted) }),
        },
      },
      visibilityConfig: visibility(`${clusterName}-${key}`),
    })),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority }));
}

/** Metrics and samples of a rule or of the whole ACL. */
export function visibility(metricName: string): inputs.wafv2.WebAclVisibilityConfig {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

function counting(rules: Readonly<Record<string, string>>) {
  return Object.keys(rules).map((name) => ({ name, actionToUse: { count: {} } }));
}
