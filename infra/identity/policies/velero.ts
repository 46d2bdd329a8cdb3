import type { Site } from "../../site";
import { bucketArn, ec2Arn, objectsArn, ownershipTag, sharedEc2Arn, type BucketNames } from "../names";
import { allow, policy, type PolicyDocument, type Statement } from "../policy-document";
import { dataKeyForObjects, dataKeyForVolumes } from "./kms";

/** Velero puts this tag on every snapshot that it takes (pkg/backup/item_backupper.go of velero 1.18). */
const BACKUP_TAG = "velero.io/backup";

/**
 * Velero 1.18 with its AWS plugin: the actions of the plugin's README.md, on the backups bucket only.
 *
 * Narrower than the README for EBS: it takes snapshots of this cluster's volumes and deletes and restores only its
 * own. The plugin copies a volume's tags to its snapshot and from there to the volume that it restores
 * (volume_snapshotter.go), and where its environment has AWS_CLUSTER_NAME the restored one is this cluster's.
 */
export function velero(site: Site, { backups }: BucketNames, dataKeyArn: string): PolicyDocument {
  const bucket = bucketArn(site, backups);
  const objects = objectsArn(site, backups);
  return policy(
    allow("FindBackups", ["s3:ListBucket"], [bucket]),
    allow(
      "KeepBackups",
      [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      [objects],
    ),
    ...snapshots(site),
    dataKeyForObjects(site, dataKeyArn, "read-and-write", [bucket, objects]),
    ...dataKeyForVolumes(site, dataKeyArn),
  );
}

function snapshots(site: Site): readonly Statement[] {
  const volumes = [ec2Arn(site, "volume/*")];
  const all = [sharedEc2Arn(site, "snapshot/*")];
  const ownTag = ownershipTag(site);
  const ofABackup = { StringLike: { [`aws:ResourceTag/${BACKUP_TAG}`]: "*" } };
  return [
    allow("FindVolumes", ["ec2:DescribeSnapshots", "ec2:DescribeVolumes"], ["*"]),
    allow("SnapshotOwnVolumes", ["ec2:CreateSnapshot"], volumes, {
      StringEquals: { [`aws:ResourceTag/${ownTag}`]: "owned" },
    }),
    allow("MakeSnapshots", ["ec2:CreateSnapshot"], all, {
      StringLike: { [`aws:RequestTag/${BACKUP_TAG}`]: "*" },
    }),
    allow("UseBackupSnapshots", ["ec2:CreateVolume"], all, ofABackup),
    allow("DeleteOwnSnapshots", ["ec2:DeleteSnapshot"], all, {
      ...ofABackup,
      StringEquals: { [`aws:ResourceTag/${ownTag}`]: "owned" },
    }),
    allow("RestoreVolumes", ["ec2:CreateVolume"], volumes, {
      StringEquals: { [`aws:RequestTag/${ownTag}`]: "owned" },
    }),
    allow("TagNew", ["ec2:CreateTags"], [...volumes, ...all], {
      StringEquals: { "ec2:CreateAction": ["CreateSnapshot", "CreateVolume"] },
    }),
  ];
}
