import { arnOf, iamArnOf, type Site } from "../../site";
import { ec2Arn } from "../names";
import { allow, policy, type PolicyDocument, type Statement } from "../policy-document";
import {
  listeners,
  loadBalancers,
  ownButNotItsMark,
  requestTag,
  resourceTag,
  rules,
  targetGroups,
} from "./elb";

/**
 * AWS Load Balancer Controller 3.5: the actions of its docs/install/iam_policy.json.
 *
 * Narrower than that file: where it asks that the controller's tag be there, this asks for this cluster's name in it;
 * ARNs name this region and account; security groups are those of the cluster's VPC, which docs/deploy/installation.md
 * recommends. Local zones on Outposts (CoIP) are left out.
 */
export function loadBalancerController(site: Site, vpcId: string): PolicyDocument {
  return policy(
    ...discovery(site),
    ...securityGroups(site, vpcId),
    ...make(site),
    ...change(site),
    ...protection(site),
  );
}

function discovery(site: Site): readonly Statement[] {
  return [
    allow("MakeServiceLinkedRole", ["iam:CreateServiceLinkedRole"], [serviceLinkedRole(site)], {
      StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    }),
    allow(
      "Discover",
      [
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeAddresses",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeIpamPools",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVpcPeeringConnections",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeCapacityReservation",
        "elasticloadbalancing:DescribeListenerAttributes",
        "elasticloadbalancing:DescribeListenerCertificates",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeSSLPolicies",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:DescribeTrustStores",
        "acm:ListCertificates",
        "iam:ListServerCertificates",
      ],
      ["*"],
    ),
    allow("ReadCertificates", ["acm:DescribeCertificate"], [arnOf(site, "acm", "certificate/*")]),
    allow("ReadServerCertificates", ["iam:GetServerCertificate"], [iamArnOf(site, "server-certificate/*")]),
    allow(
      "ReadSignOnClients",
      ["cognito-idp:DescribeUserPoolClient"],
      [arnOf(site, "cognito-idp", "userpool/*")],
    ),
  ];
}

function securityGroups(site: Site, vpcId: string): readonly Statement[] {
  const groups = [ec2Arn(site, "security-group/*")];
  const vpc = ec2Arn(site, `vpc/${vpcId}`);
  const inVpc = { ArnEquals: { "ec2:Vpc": vpc } };
  return [
    allow("FindSecurityGroups", ["ec2:GetSecurityGroupsForVpc"], [vpc]),
    allow("MakeSecurityGroups", ["ec2:CreateSecurityGroup"], [...groups, vpc]),
    allow("TagNewSecurityGroups", ["ec2:CreateTags"], groups, {
      StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", ...requestTag(site) },
    }),
    allow("TagOwnSecurityGroups", ["ec2:CreateTags", "ec2:DeleteTags"], groups, ownButNotItsMark(site)),
    // Rules of the nodes' security group are the controller's work too, and that one isn't its own.
    allow(
      "OpenSecurityGroups",
      ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      groups,
      inVpc,
    ),
    allow("DeleteOwnSecurityGroups", ["ec2:DeleteSecurityGroup"], groups, {
      StringEquals: resourceTag(site),
    }),
  ];
}

function make(site: Site): readonly Statement[] {
  const topLevel = [...loadBalancers(site), targetGroups(site)];
  return [
    allow(
      "MakeLoadBalancers",
      ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      topLevel,
      { StringEquals: requestTag(site) },
    ),
    allow("TagNew", ["elasticloadbalancing:AddTags"], topLevel, {
      StringEquals: {
        "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
        ...requestTag(site),
      },
    }),
    allow(
      "TagOwn",
      ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      topLevel,
      ownButNotItsMark(site),
    ),
    allow(
      "TagListeners",
      ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      [...listeners(site), ...rules(site)],
    ),
    allow("MakeListeners", ["elasticloadbalancing:CreateListener"], loadBalancers(site)),
    allow("MakeRules", ["elasticloadbalancing:CreateRule"], listeners(site)),
  ];
}

function change(site: Site): readonly Statement[] {
  return [
    allow(
      "ChangeOwn",
      [
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyCapacityReservation",
        "elasticloadbalancing:ModifyIpPools",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
      ],
      [...loadBalancers(site), targetGroups(site), ...listeners(site)],
      { StringEquals: resourceTag(site) },
    ),
    // Upstream asks for no tag below load balancers, whose listeners and targets older releases left without.
    allow(
      "ChangeListeners",
      [
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:RemoveListenerCertificates",
      ],
      listeners(site),
    ),
    allow(
      "ChangeRules",
      [
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:SetRulePriorities",
      ],
      rules(site),
    ),
    allow(
      "ChangeTargets",
      ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      [targetGroups(site)],
    ),
  ];
}

function protection(site: Site): readonly Statement[] {
  const [applicationLoadBalancers] = loadBalancers(site);
  return [
    allow(
      "UseWebAcls",
      [
        "wafv2:AssociateWebACL",
        "wafv2:DisassociateWebACL",
        "wafv2:GetWebACL",
        "wafv2:GetWebACLForResource",
        "waf-regional:AssociateWebACL",
        "waf-regional:DisassociateWebACL",
        "waf-regional:GetWebACL",
        "waf-regional:GetWebACLForResource",
      ],
      [
        arnOf(site, "wafv2", "regional/webacl/*/*"),
        arnOf(site, "waf-regional", "webacl/*"),
        applicationLoadBalancers,
      ],
    ),
    allow(
      "AttachProtection",
      ["elasticloadbalancing:SetWebAcl", "shield:CreateProtection", "shield:GetSubscriptionState"],
      ["*"],
    ),
    allow(
      "ChangeShield",
      ["shield:DeleteProtection", "shield:DescribeProtection"],
      [arnOf({ ...site, region: "" }, "shield", "protection/*")],
    ),
  ];
}

function serviceLinkedRole(site: Site): string {
  return iamArnOf(
    site,
    "role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
  );
}
