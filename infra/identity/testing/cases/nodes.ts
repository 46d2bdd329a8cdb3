import { karpenterNodeRoleArn } from "../../names";
import { facts, site } from "../sample";
import type { Case } from "./case";

const ownTag = `kubernetes.io/cluster/${site.clusterName}`;
const otherTag = "kubernetes.io/cluster/other";

/** Tags that Karpenter asks EC2 to put on what it makes. */
const asked = {
  [`aws:RequestTag/${ownTag}`]: "owned",
  "aws:RequestTag/eks:eks-cluster-name": site.clusterName,
  "aws:RequestTag/karpenter.sh/nodepool": "gpu",
};

/** Tags of what it has made. */
const made = { [`aws:ResourceTag/${ownTag}`]: "owned", "aws:ResourceTag/karpenter.sh/nodepool": "gpu" };
const madeElsewhere = {
  [`aws:ResourceTag/${otherTag}`]: "owned",
  "aws:ResourceTag/karpenter.sh/nodepool": "gpu",
};

const profileAsked = {
  [`aws:RequestTag/${ownTag}`]: "owned",
  "aws:RequestTag/eks:eks-cluster-name": site.clusterName,
  "aws:RequestTag/topology.kubernetes.io/region": site.region,
  "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "gpu",
};
const profileMade = {
  [`aws:ResourceTag/${ownTag}`]: "owned",
  "aws:ResourceTag/topology.kubernetes.io/region": site.region,
  "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "gpu",
};

type Row = readonly [action: string, resource: string, context?: Case["context"]];

function karpenter(expect: Case["expect"], rows: readonly Row[]): readonly Case[] {
  return rows.map(([action, resource, context]) => ({
    name: `${action} ${resource} ${JSON.stringify(context ?? {})}`,
    role: "karpenterController",
    action,
    resource,
    ...(context === undefined ? {} : { context }),
    expect,
  }));
}

function ec2(resource: string, account = site.accountId): string {
  return `arn:aws:ec2:${site.region}:${account}:${resource}`;
}

function iam(resource: string): string {
  return `arn:aws:iam::${site.accountId}:${resource}`;
}

const toEc2 = { "iam:PassedToService": "ec2.amazonaws.com" };
const inRegion = { "aws:RequestedRegion": site.region };
const instance = ec2("instance/i-0123456789abcdef0");
const template = ec2("launch-template/lt-0123456789abcdef0");
const profile = iam("instance-profile/kubeflow-prod_123");

/**
 * Karpenter's controller. AWS' public parameters aren't among these: their ARNs have no account, which the simulator
 * takes for a mistake.
 */
export const karpenterCases: readonly Case[] = [
  ...karpenter("allowed", [
    ["ec2:CreateFleet", ec2("fleet/fleet-0123456789abcdef0"), asked],
    ["ec2:RunInstances", instance, asked],
    ["ec2:RunInstances", ec2("volume/vol-0123456789abcdef0"), asked],
    ["ec2:RunInstances", ec2("network-interface/eni-0123456789abcdef0"), asked],
    ["ec2:RunInstances", ec2("image/ami-0123456789abcdef0", "")],
    ["ec2:RunInstances", ec2("subnet/subnet-0123456789abcdef0")],
    ["ec2:RunInstances", ec2("subnet/subnet-0123456789abcdef0", "999999999999")],
    ["ec2:RunInstances", template, made],
    ["ec2:CreateFleet", ec2("capacity-reservation/cr-0123456789abcdef0", "999999999999")],
    ["ec2:CreateFleet", ec2("placement-group/kubeflow-prod-train")],
    ["ec2:CreateLaunchTemplate", template, asked],
    ["ec2:CreateTags", instance, { ...asked, "ec2:CreateAction": "RunInstances" }],
    ["ec2:CreateTags", instance, { ...made, "aws:TagKeys": ["Name", "karpenter.sh/nodeclaim"] }],
    ["ec2:TerminateInstances", instance, made],
    ["ec2:DeleteLaunchTemplate", template, made],
    ["ec2:DescribeInstanceTypes", "*", inRegion],
    ["iam:PassRole", karpenterNodeRoleArn(site), toEc2],
    ["iam:CreateInstanceProfile", profile, profileAsked],
    ["iam:TagInstanceProfile", profile, { ...profileAsked, ...profileMade }],
    ["iam:AddRoleToInstanceProfile", profile, profileMade],
    ["iam:DeleteInstanceProfile", profile, profileMade],
    ["iam:GetInstanceProfile", profile],
    ["iam:ListInstanceProfiles", "*"],
    ["eks:DescribeCluster", `arn:aws:eks:${site.region}:${site.accountId}:cluster/${site.clusterName}`],
    ["sqs:ReceiveMessage", `arn:aws:sqs:${site.region}:${site.accountId}:${site.clusterName}`],
    ["pricing:GetProducts", "*"],
  ]),
  ...karpenter("refused", [
    ["ec2:RunInstances", instance],
    ["ec2:RunInstances", instance, { ...asked, "aws:RequestTag/eks:eks-cluster-name": "other" }],
    ["ec2:RunInstances", template, madeElsewhere],
    ["ec2:CreateTags", instance, { ...madeElsewhere, "aws:TagKeys": ["Name"] }],
    ["ec2:CreateTags", instance, { ...made, "aws:TagKeys": [ownTag] }],
    ["ec2:TerminateInstances", instance],
    ["ec2:TerminateInstances", instance, madeElsewhere],
    ["ec2:TerminateInstances", instance, { [`aws:ResourceTag/${ownTag}`]: "owned" }],
    ["ec2:DeleteLaunchTemplate", template, madeElsewhere],
    ["ec2:DescribeInstanceTypes", "*", { "aws:RequestedRegion": "eu-west-1" }],
    ["ec2:CreateSecurityGroup", ec2("security-group/sg-0123456789abcdef0")],
    ["iam:PassRole", iam("role/admin"), toEc2],
    ["iam:PassRole", iam("role/kubeflow-prod-karpenter-controller"), toEc2],
    ["iam:PassRole", karpenterNodeRoleArn(site), { "iam:PassedToService": "lambda.amazonaws.com" }],
    ["iam:CreateInstanceProfile", profile],
    ["iam:AddRoleToInstanceProfile", profile, { ...profileMade, [`aws:ResourceTag/${ownTag}`]: "no" }],
    [
      "iam:AddRoleToInstanceProfile",
      iam("instance-profile/other_1"),
      {
        [`aws:ResourceTag/${otherTag}`]: "owned",
        "aws:ResourceTag/topology.kubernetes.io/region": site.region,
        "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "gpu",
      },
    ],
    ["iam:DeleteInstanceProfile", profile],
    ["eks:DescribeCluster", `arn:aws:eks:${site.region}:${site.accountId}:cluster/other`],
    ["sqs:ReceiveMessage", `arn:aws:sqs:${site.region}:${site.accountId}:other`],
    ["sqs:DeleteQueue", `arn:aws:sqs:${site.region}:${site.accountId}:${site.clusterName}`],
    ["ssm:GetParameter", `arn:aws:ssm:${site.region}:${site.accountId}:parameter/password`],
    ["kms:Decrypt", facts.dataKeyArn],
    ["kms:CreateGrant", facts.dataKeyArn, { "kms:ViaService": `ec2.${site.region}.amazonaws.com` }],
  ]),
];
