import { arnOf, type Site } from "../../site";
import { allow, policy, type PolicyDocument } from "../policy-document";

/** The driver puts this tag, with the value `true`, on every access point that it makes. */
const DRIVER_TAG = "efs.csi.aws.com/cluster";

/**
 * The EFS CSI driver's controller: the EFS part of docs/iam-policy-example.json of kubernetes-sigs/aws-efs-csi-driver,
 * for the given file systems instead of all. The managed AmazonEFSCSIDriverPolicy reaches every file system of the
 * account. Tags are put on new access points only, as the EFS User Guide shows ("Using tags with Amazon EFS").
 *
 * @param fileSystemIds ids of the file systems
 */
export function efsCsi(site: Site, fileSystemIds: readonly string[]): PolicyDocument {
  const fileSystems = fileSystemIds.map((id) => arnOf(site, "elasticfilesystem", `file-system/${id}`));
  const accessPoints = arnOf(site, "elasticfilesystem", "access-point/*");
  const marked = { [`aws:RequestTag/${DRIVER_TAG}`]: "true" };
  return policy(
    allow(
      "ReadFileSystems",
      [
        "elasticfilesystem:DescribeAccessPoints",
        "elasticfilesystem:DescribeFileSystems",
        "elasticfilesystem:DescribeMountTargets",
      ],
      [...fileSystems, accessPoints],
    ),
    allow("FindZones", ["ec2:DescribeAvailabilityZones"], ["*"]),
    allow("MakeAccessPoints", ["elasticfilesystem:CreateAccessPoint"], fileSystems, {
      StringEquals: marked,
    }),
    allow("TagNewAccessPoints", ["elasticfilesystem:TagResource"], [accessPoints], {
      StringEquals: { ...marked, "elasticfilesystem:CreateAction": "CreateAccessPoint" },
    }),
    allow("DeleteOwnAccessPoints", ["elasticfilesystem:DeleteAccessPoint"], [accessPoints], {
      StringEquals: { [`aws:ResourceTag/${DRIVER_TAG}`]: "true" },
    }),
  );
}
