import { arnOf, iamArnOf, type Site } from "../../site";
import {
  clusterArn,
  ec2Arn,
  interruptionQueueArn,
  karpenterNodeRoleArn,
  ownershipTag,
  sharedEc2Arn,
} from "../names";
import { allow, policy, type Conditions, type PolicyDocument, type Statement } from "../policy-document";
import { dataKeyForVolumes } from "./kms";

/**
 * Karpenter's controller.
 *
 * Scoped by tags as the reference of Karpenter 1.14 scopes it (website/content/en/v1.14/reference/cloudformation.md
 * of aws/karpenter-provider-aws): what it makes carries this cluster's tags, and it changes and deletes only what
 * carries them. Narrower than the reference: what it makes is made in this account, and its nodes get one role.
 */
export function karpenterController(site: Site, dataKeyArn: string): PolicyDocument {
  return policy(
    ...launch(site),
    ...afterLaunch(site),
    ...instanceProfiles(site),
    ...discovery(site),
    ...dataKeyForVolumes(site, dataKeyArn),
  );
}

function launch(site: Site): readonly Statement[] {
  const made = [
    ec2Arn(site, "fleet/*"),
    ec2Arn(site, "instance/*"),
    ec2Arn(site, "volume/*"),
    ec2Arn(site, "network-interface/*"),
    ec2Arn(site, "launch-template/*"),
    ec2Arn(site, "spot-instances-request/*"),
  ];
  const withOurTags = {
    ...clusterTags(site, "aws:RequestTag"),
    "aws:RequestTag/eks:eks-cluster-name": site.clusterName,
  };
  const ofAPool = { "aws:RequestTag/karpenter.sh/nodepool": "*" };
  return [
    allow(
      "LaunchFrom",
      ["ec2:RunInstances", "ec2:CreateFleet"],
      [
        sharedEc2Arn(site, "image/*"),
        sharedEc2Arn(site, "snapshot/*"),
        sharedEc2Arn(site, "security-group/*"),
        sharedEc2Arn(site, "subnet/*"),
        sharedEc2Arn(site, "capacity-reservation/*"),
        sharedEc2Arn(site, "placement-group/*"),
      ],
    ),
    allow(
      "LaunchFromOwnTemplates",
      ["ec2:RunInstances", "ec2:CreateFleet"],
      [ec2Arn(site, "launch-template/*")],
      ownPoolResource(site),
    ),
    allow("LaunchWithOwnTags", ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"], made, {
      StringEquals: withOurTags,
      StringLike: ofAPool,
    }),
    allow("TagWhileLaunching", ["ec2:CreateTags"], made, {
      StringEquals: {
        ...withOurTags,
        "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
      },
      StringLike: ofAPool,
    }),
  ];
}

function afterLaunch(site: Site): readonly Statement[] {
  const own = ownPoolResource(site);
  return [
    allow("TagOwnInstances", ["ec2:CreateTags"], [ec2Arn(site, "instance/*")], {
      ...own,
      StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": site.clusterName },
      "ForAllValues:StringEquals": {
        "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
      },
    }),
    allow(
      "DeleteOwn",
      ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      [ec2Arn(site, "instance/*"), ec2Arn(site, "launch-template/*")],
      own,
    ),
  ];
}

function instanceProfiles(site: Site): readonly Statement[] {
  const profiles = [iamArnOf(site, "instance-profile/*")];
  const region = "topology.kubernetes.io/region";
  const nodeClass = "karpenter.k8s.aws/ec2nodeclass";
  const existing = { ...clusterTags(site, "aws:ResourceTag"), [`aws:ResourceTag/${region}`]: site.region };
  const asked = {
    ...clusterTags(site, "aws:RequestTag"),
    "aws:RequestTag/eks:eks-cluster-name": site.clusterName,
    [`aws:RequestTag/${region}`]: site.region,
  };
  return [
    allow("PassNodeRole", ["iam:PassRole"], [karpenterNodeRoleArn(site)], {
      StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
    }),
    allow("MakeInstanceProfiles", ["iam:CreateInstanceProfile"], profiles, {
      StringEquals: asked,
      StringLike: { [`aws:RequestTag/${nodeClass}`]: "*" },
    }),
    allow("TagOwnInstanceProfiles", ["iam:TagInstanceProfile"], profiles, {
      StringEquals: { ...existing, ...asked },
      StringLike: { [`aws:ResourceTag/${nodeClass}`]: "*", [`aws:RequestTag/${nodeClass}`]: "*" },
    }),
    allow(
      "ChangeOwnInstanceProfiles",
      ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
      profiles,
      { StringEquals: existing, StringLike: { [`aws:ResourceTag/${nodeClass}`]: "*" } },
    ),
    allow("ReadInstanceProfiles", ["iam:GetInstanceProfile"], profiles),
    allow("FindInstanceProfiles", ["iam:ListInstanceProfiles"], ["*"]),
  ];
}

function discovery(site: Site): readonly Statement[] {
  return [
    allow("ReadCluster", ["eks:DescribeCluster"], [clusterArn(site)]),
    allow(
      "ReceiveInterruptions",
      ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      [interruptionQueueArn(site)],
    ),
    allow("ReadZonalShift", ["arc-zonal-shift:GetManagedResource"], ["*"], {
      StringEquals: { "arc-zonal-shift:ResourceIdentifier": clusterArn(site) },
    }),
    allow(
      "FindCapacity",
      [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      ["*"],
      { StringEquals: { "aws:RequestedRegion": site.region } },
    ),
    allow(
      "FindImages",
      ["ssm:GetParameter"],
      [arnOf({ ...site, accountId: "" }, "ssm", "parameter/aws/service/*")],
    ),
    // The price list API answers in few regions, so this one has no region of its own.
    allow("ReadPrices", ["pricing:GetProducts"], ["*"]),
  ];
}

function clusterTags(site: Site, key: "aws:RequestTag" | "aws:ResourceTag"): Record<string, string> {
  return { [`${key}/${ownershipTag(site)}`]: "owned" };
}

function ownPoolResource(site: Site): Conditions {
  return {
    StringEquals: clusterTags(site, "aws:ResourceTag"),
    StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
  };
}
