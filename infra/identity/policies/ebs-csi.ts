import { CLUSTER_TAG, type Site } from "../../site";
import { ec2Arn, ownershipTag, sharedEc2Arn } from "../names";
import { allow, policy, type PolicyDocument, type Statement } from "../policy-document";
import { dataKeyForVolumes } from "./kms";

/** Tags that say whose a volume is; the driver may not move them (AmazonEBSCSIDriverPolicyV2). */
const MARKS = ["ebs.csi.aws.com/cluster", CLUSTER_TAG, "kubernetes.io/created-for/pvc/name"];

/**
 * The EBS CSI driver's controller.
 *
 * Of the three managed policies AmazonEBSCSIDriverPolicy reaches every volume of the account, its V2 every volume of
 * every cluster, and AmazonEBSCSIDriverEKSClusterScopedPolicy one cluster's, but it can't attach to Karpenter's
 * nodes, which don't carry `eks:cluster-name`. So this is a document of our own with the last one's scope, which also
 * takes nodes with `kubernetes.io/cluster/<cluster>`, and only our data key (docs/*.json and docs/install.md of
 * kubernetes-sigs/aws-ebs-csi-driver). A cluster's volumes are told by a tag of our own: the driver's own one,
 * `ebs.csi.aws.com/cluster-name`, is there only with an option that the EKS add-on may not have. A volume that somebody
 * else made is the driver's once it has the tag.
 */
export function ebsCsi(site: Site, dataKeyArn: string): PolicyDocument {
  return policy(
    allow(
      "Discover",
      [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeSnapshots",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DescribeVolumeStatus",
      ],
      ["*"],
    ),
    ...volumes(site),
    ...snapshots(site),
    ...tags(site),
    ...dataKeyForVolumes(site, dataKeyArn),
  );
}

function volumes(site: Site): readonly Statement[] {
  const attach = ["ec2:AttachVolume", "ec2:DetachVolume"];
  const nodes = [ec2Arn(site, "instance/*")];
  return [
    allow("MakeVolumes", ["ec2:CreateVolume", "ec2:CopyVolumes"], [ec2Arn(site, "volume/*")], {
      StringEquals: { [`aws:RequestTag/${CLUSTER_TAG}`]: site.clusterName },
    }),
    allow("CopyOwnVolumes", ["ec2:CopyVolumes"], [ec2Arn(site, "volume/vol-*")], {
      StringEquals: own(site),
    }),
    allow(
      "ChangeOwnVolumes",
      [...attach, "ec2:DeleteVolume", "ec2:ModifyVolume"],
      [ec2Arn(site, "volume/*")],
      { StringEquals: own(site) },
    ),
    allow("AttachToManagedNodes", attach, nodes, {
      StringEquals: { "ec2:ResourceTag/eks:cluster-name": site.clusterName },
    }),
    allow("AttachToKarpenterNodes", attach, nodes, {
      StringEquals: { [`ec2:ResourceTag/${ownershipTag(site)}`]: "owned" },
    }),
  ];
}

function snapshots(site: Site): readonly Statement[] {
  const all = [sharedEc2Arn(site, "snapshot/*")];
  return [
    allow("MakeSnapshots", ["ec2:CreateSnapshot"], all, {
      StringEquals: { [`aws:RequestTag/${CLUSTER_TAG}`]: site.clusterName },
    }),
    allow("SnapshotOwnVolumes", ["ec2:CreateSnapshot"], [ec2Arn(site, "volume/*")], {
      StringEquals: own(site),
    }),
    allow(
      "UseOwnSnapshots",
      ["ec2:CreateVolume", "ec2:DeleteSnapshot", "ec2:EnableFastSnapshotRestores", "ec2:LockSnapshot"],
      all,
      { StringEquals: own(site) },
    ),
  ];
}

function tags(site: Site): readonly Statement[] {
  return [
    allow("TagNew", ["ec2:CreateTags"], [ec2Arn(site, "volume/*"), sharedEc2Arn(site, "snapshot/*")], {
      StringEquals: { "ec2:CreateAction": ["CreateVolume", "CreateSnapshot", "CopyVolumes"] },
    }),
    allow("TagOwnVolumes", ["ec2:CreateTags", "ec2:DeleteTags"], [ec2Arn(site, "volume/*")], {
      StringEquals: own(site),
      Null: { "aws:TagKeys": "false" },
      "ForAllValues:StringNotEquals": { "aws:TagKeys": MARKS },
    }),
  ];
}

function own(site: Site): Record<string, string> {
  return { [`ec2:ResourceTag/${CLUSTER_TAG}`]: site.clusterName };
}
