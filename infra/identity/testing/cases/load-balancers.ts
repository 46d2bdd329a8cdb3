import { facts, site } from "../sample";
import type { Case } from "./case";

const tag = "elbv2.k8s.aws/cluster";
const asked = { [`aws:RequestTag/${tag}`]: site.clusterName };
const own = { [`aws:ResourceTag/${tag}`]: site.clusterName };
const other = { [`aws:ResourceTag/${tag}`]: "other" };
const vpc = `arn:aws:ec2:${site.region}:${site.accountId}:vpc/${facts.vpcId}`;
const otherVpc = `arn:aws:ec2:${site.region}:${site.accountId}:vpc/vpc-0fedcba9876543210`;

type Row = readonly [action: string, resource: string, context?: Case["context"]];

function controller(expect: Case["expect"], rows: readonly Row[]): readonly Case[] {
  return rows.map(([action, resource, context]) => ({
    name: `${action} ${resource} ${JSON.stringify(context ?? {})}`,
    role: "loadBalancerController",
    action,
    resource,
    ...(context === undefined ? {} : { context }),
    expect,
  }));
}

function elb(resource: string, account = site.accountId): string {
  return `arn:aws:elasticloadbalancing:${site.region}:${account}:${resource}`;
}

const balancer = elb("loadbalancer/app/k8s-istio/0123456789abcdef");
const listener = elb("listener/app/k8s-istio/0123456789abcdef/0123456789abcdef");
const targets = elb("targetgroup/k8s-istio/0123456789abcdef");
const group = `arn:aws:ec2:${site.region}:${site.accountId}:security-group/sg-0123456789abcdef0`;
const webAcl = `arn:aws:wafv2:${site.region}:${site.accountId}:regional/webacl/kubeflow/0123`;

/** AWS Load Balancer Controller. */
export const loadBalancerCases: readonly Case[] = [
  ...controller("allowed", [
    ["elasticloadbalancing:CreateLoadBalancer", balancer, asked],
    ["elasticloadbalancing:CreateTargetGroup", targets, asked],
    [
      "elasticloadbalancing:AddTags",
      balancer,
      { ...asked, "elasticloadbalancing:CreateAction": "CreateLoadBalancer" },
    ],
    ["elasticloadbalancing:AddTags", balancer, { ...own, "aws:TagKeys": ["team"] }],
    ["elasticloadbalancing:CreateListener", balancer],
    ["elasticloadbalancing:CreateRule", listener],
    ["elasticloadbalancing:DeleteListener", listener],
    ["elasticloadbalancing:RegisterTargets", targets],
    ["elasticloadbalancing:ModifyLoadBalancerAttributes", balancer, own],
    ["elasticloadbalancing:SetSecurityGroups", balancer, own],
    ["elasticloadbalancing:DeleteLoadBalancer", balancer, own],
    ["elasticloadbalancing:DeleteTargetGroup", targets, own],
    ["elasticloadbalancing:DescribeLoadBalancers", "*"],
    ["ec2:CreateSecurityGroup", group],
    ["ec2:CreateSecurityGroup", vpc],
    ["ec2:CreateTags", group, { ...asked, "ec2:CreateAction": "CreateSecurityGroup" }],
    ["ec2:AuthorizeSecurityGroupIngress", group, { "ec2:Vpc": vpc }],
    ["ec2:DeleteSecurityGroup", group, own],
    ["wafv2:AssociateWebACL", webAcl],
    ["wafv2:AssociateWebACL", balancer],
    ["acm:DescribeCertificate", `arn:aws:acm:${site.region}:${site.accountId}:certificate/0123`],
    [
      "iam:CreateServiceLinkedRole",
      `arn:aws:iam::${site.accountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`,
      { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    ],
  ]),
  ...controller("refused", [
    ["elasticloadbalancing:CreateLoadBalancer", balancer],
    ["elasticloadbalancing:CreateLoadBalancer", balancer, { [`aws:RequestTag/${tag}`]: "other" }],
    ["elasticloadbalancing:DeleteLoadBalancer", balancer, other],
    ["elasticloadbalancing:DeleteLoadBalancer", balancer],
    ["elasticloadbalancing:SetSecurityGroups", balancer, other],
    ["elasticloadbalancing:DeleteTargetGroup", targets, other],
    ["elasticloadbalancing:AddTags", balancer, { ...asked, "aws:TagKeys": [tag] }],
    ["elasticloadbalancing:AddTags", balancer, { ...own, "aws:TagKeys": [tag] }],
    ["elasticloadbalancing:RemoveTags", balancer, { ...own, "aws:TagKeys": [tag] }],
    ["elasticloadbalancing:RegisterTargets", elb("targetgroup/x/0", "999999999999")],
    ["ec2:CreateSecurityGroup", otherVpc],
    ["ec2:AuthorizeSecurityGroupIngress", group, { "ec2:Vpc": otherVpc }],
    ["ec2:DeleteSecurityGroup", group],
    ["ec2:CreateTags", group, { ...asked }],
    ["ec2:TerminateInstances", `arn:aws:ec2:${site.region}:${site.accountId}:instance/i-0`],
    [
      "iam:CreateServiceLinkedRole",
      `arn:aws:iam::${site.accountId}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
      { "iam:AWSServiceName": "spot.amazonaws.com" },
    ],
    ["iam:GetServerCertificate", "arn:aws:iam::999999999999:server-certificate/x"],
    ["wafv2:DeleteWebACL", webAcl],
    ["acm:DeleteCertificate", `arn:aws:acm:${site.region}:${site.accountId}:certificate/0123`],
  ]),
];
