import type { RoleKey } from "../../roles";
import { facts, site } from "../sample";
import type { Case } from "./case";

const clusterTag = "kubeflow-on-aws/cluster";
const ownTag = `kubernetes.io/cluster/${site.clusterName}`;
const own = { [`ec2:ResourceTag/${clusterTag}`]: site.clusterName };
const other = { [`ec2:ResourceTag/${clusterTag}`]: "other" };
const asked = { [`aws:RequestTag/${clusterTag}`]: site.clusterName };
const throughEc2 = { "kms:ViaService": `ec2.${site.region}.amazonaws.com` };

type Row = readonly [action: string, resource: string, context?: Case["context"]];

function tries(role: RoleKey, expect: Case["expect"], rows: readonly Row[]): readonly Case[] {
  return rows.map(([action, resource, context]) => ({
    name: `${action} ${resource} ${JSON.stringify(context ?? {})}`,
    role,
    action,
    resource,
    ...(context === undefined ? {} : { context }),
    expect,
  }));
}

const volume = `arn:aws:ec2:${site.region}:${site.accountId}:volume/vol-0123456789abcdef0`;
const snapshot = `arn:aws:ec2:${site.region}::snapshot/snap-0123456789abcdef0`;
const instance = `arn:aws:ec2:${site.region}:${site.accountId}:instance/i-0123456789abcdef0`;
const efs = `arn:aws:elasticfilesystem:${site.region}:${site.accountId}`;
const fileSystem = `${efs}:file-system/${facts.fileSystemIds[0] ?? ""}`;
const accessPoint = `${efs}:access-point/fsap-0123456789abcdef0`;
const driverAsked = { "aws:RequestTag/efs.csi.aws.com/cluster": "true" };
const backup = `arn:aws:s3:::${facts.buckets.backups}/backups/a.tar.gz`;
const ofABackup = { "aws:ResourceTag/velero.io/backup": "daily" };

const ebsCsi = [
  ...tries("ebsCsi", "allowed", [
    ["ec2:CreateVolume", volume, asked],
    ["ec2:CreateVolume", snapshot, own],
    ["ec2:AttachVolume", volume, own],
    ["ec2:AttachVolume", instance, { "ec2:ResourceTag/eks:cluster-name": site.clusterName }],
    ["ec2:AttachVolume", instance, { [`ec2:ResourceTag/${ownTag}`]: "owned" }],
    ["ec2:ModifyVolume", volume, own],
    ["ec2:DeleteVolume", volume, own],
    ["ec2:CreateSnapshot", volume, own],
    ["ec2:CreateSnapshot", snapshot, asked],
    ["ec2:DeleteSnapshot", snapshot, own],
    ["ec2:CreateTags", volume, { "ec2:CreateAction": "CreateVolume" }],
    ["ec2:CreateTags", volume, { ...own, "aws:TagKeys": ["team"] }],
    ["kms:GenerateDataKeyWithoutPlaintext", facts.dataKeyArn, throughEc2],
    ["kms:CreateGrant", facts.dataKeyArn, { ...throughEc2, "kms:GrantIsForAWSResource": "true" }],
  ]),
  ...tries("ebsCsi", "refused", [
    ["ec2:CreateVolume", volume],
    ["ec2:AttachVolume", volume, other],
    ["ec2:AttachVolume", volume],
    ["ec2:AttachVolume", instance, { "ec2:ResourceTag/eks:cluster-name": "other" }],
    ["ec2:AttachVolume", instance],
    ["ec2:DeleteVolume", volume, other],
    ["ec2:DeleteVolume", volume, { "ec2:ResourceTag/ebs.csi.aws.com/cluster": "true" }],
    ["ec2:DeleteSnapshot", snapshot, other],
    ["ec2:CreateTags", volume],
    ["ec2:CreateTags", volume, { ...own, "aws:TagKeys": [clusterTag] }],
    ["kms:CreateGrant", facts.dataKeyArn, throughEc2],
    ["kms:Decrypt", facts.dataKeyArn],
  ]),
];

const efsCsi = [
  ...tries("efsCsi", "allowed", [
    ["elasticfilesystem:DescribeFileSystems", fileSystem],
    ["elasticfilesystem:DescribeAccessPoints", accessPoint],
    ["elasticfilesystem:CreateAccessPoint", fileSystem, driverAsked],
    [
      "elasticfilesystem:TagResource",
      accessPoint,
      { ...driverAsked, "elasticfilesystem:CreateAction": "CreateAccessPoint" },
    ],
    [
      "elasticfilesystem:DeleteAccessPoint",
      accessPoint,
      { "aws:ResourceTag/efs.csi.aws.com/cluster": "true" },
    ],
  ]),
  ...tries("efsCsi", "refused", [
    ["elasticfilesystem:CreateAccessPoint", fileSystem],
    ["elasticfilesystem:CreateAccessPoint", `${efs}:file-system/fs-0fedcba9876543210`, driverAsked],
    ["elasticfilesystem:TagResource", accessPoint, driverAsked],
    ["elasticfilesystem:DeleteAccessPoint", accessPoint],
    ["elasticfilesystem:DeleteFileSystem", fileSystem],
    ["elasticfilesystem:ClientRootAccess", fileSystem],
  ]),
];

const velero = [
  ...tries("velero", "allowed", [
    ["s3:PutObject", backup],
    ["s3:GetObject", backup],
    ["s3:DeleteObject", backup],
    ["s3:ListBucket", `arn:aws:s3:::${facts.buckets.backups}`],
    ["ec2:CreateSnapshot", volume, { [`aws:ResourceTag/${ownTag}`]: "owned" }],
    ["ec2:CreateSnapshot", snapshot, { "aws:RequestTag/velero.io/backup": "daily" }],
    ["ec2:CreateTags", snapshot, { "ec2:CreateAction": "CreateSnapshot" }],
    ["ec2:CreateVolume", snapshot, ofABackup],
    ["ec2:CreateVolume", volume, { [`aws:RequestTag/${ownTag}`]: "owned" }],
    ["ec2:DeleteSnapshot", snapshot, { ...ofABackup, [`aws:ResourceTag/${ownTag}`]: "owned" }],
  ]),
  ...tries("velero", "refused", [
    ["s3:GetObject", `arn:aws:s3:::${facts.buckets.artifacts}/team/a`],
    ["s3:PutObject", `arn:aws:s3:::${facts.buckets.logs}/a`],
    ["s3:ListBucket", `arn:aws:s3:::${facts.buckets.models}`],
    ["s3:DeleteObjectVersion", backup],
    ["s3:PutBucketPolicy", `arn:aws:s3:::${facts.buckets.backups}`],
    ["ec2:CreateSnapshot", volume],
    ["ec2:DeleteSnapshot", snapshot, { [`aws:ResourceTag/${ownTag}`]: "owned" }],
    [
      "ec2:DeleteSnapshot",
      snapshot,
      { ...ofABackup, "aws:ResourceTag/kubernetes.io/cluster/other": "owned" },
    ],
    ["ec2:CreateVolume", snapshot],
    ["ec2:DeleteVolume", volume, { [`aws:ResourceTag/${ownTag}`]: "owned" }],
    ["ec2:CreateTags", volume],
    ["kms:Decrypt", facts.dataKeyArn],
  ]),
];

/** Drivers of volumes, and Velero. */
export const volumeCases: readonly Case[] = [...ebsCsi, ...efsCsi, ...velero];
