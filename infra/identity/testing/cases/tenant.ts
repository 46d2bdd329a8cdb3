import { clusterArn } from "../../names";
import { facts, site } from "../sample";
import { podTags } from "../simulate";
import type { Case } from "./case";

const { artifacts, models, logs, backups } = facts.buckets;
const role = "tenant";

function object(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}

function bucket(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** What a tenant does in its own room, here the namespace `team`. */
const own: readonly Case[] = [
  ...[artifacts, models].flatMap((name): Case[] => [
    ...["GetObject", "PutObject", "DeleteObject", "AbortMultipartUpload", "ListMultipartUploadParts"].map(
      (action): Case => ({
        name: `${action} of its own in ${name}`,
        role,
        action: `s3:${action}`,
        resource: object(name, "team/run/model.bin"),
        expect: "allowed",
      }),
    ),
    {
      name: `lists its own in ${name}`,
      role,
      action: "s3:ListBucket",
      resource: bucket(name),
      context: { "s3:prefix": "team/" },
      expect: "allowed",
    },
  ]),
  {
    name: "lists a folder of its own",
    role,
    action: "s3:ListBucket",
    resource: bucket(artifacts),
    context: { "s3:prefix": "team/run/", "s3:delimiter": "/" },
    expect: "allowed",
  },
  {
    name: "tags an object of its own",
    role,
    action: "s3:PutObjectTagging",
    resource: object(artifacts, "team/a"),
    expect: "allowed",
  },
];

/** Names that are not the namespace `team`, however alike. */
const strangers = ["other/a", "team-b/a", "tea/a", "team", "teams/a", "a", "x/team/a", "TEAM/a"] as const;

const others: readonly Case[] = [
  ...strangers.map((key): Case => ({
    name: `reads ${key}`,
    role,
    action: "s3:GetObject",
    resource: object(artifacts, key),
    expect: "refused",
  })),
  ...["PutObject", "DeleteObject", "PutObjectTagging", "GetObjectTagging", "DeleteObjectTagging"].flatMap(
    (action): Case[] =>
      [artifacts, models].map((name) => ({
        name: `${action} of another tenant in ${name}`,
        role,
        action: `s3:${action}`,
        resource: object(name, "other/a"),
        expect: "refused",
      })),
  ),
  ...["GetObjectAcl", "PutObjectAcl", "GetObjectVersion", "DeleteObjectVersion", "PutObjectRetention"].map(
    (action): Case => ({
      name: `${action} even of its own`,
      role,
      action: `s3:${action}`,
      resource: object(artifacts, "team/a"),
      expect: "refused",
    }),
  ),
  ...[logs, backups].map((name): Case => ({
    name: `reads its prefix in ${name}`,
    role,
    action: "s3:GetObject",
    resource: object(name, "team/a"),
    expect: "refused",
  })),
];

const listings: readonly Case[] = [
  ...["", "team", "tea", "other/", "team-b/", "team-b", "/team/"].map((prefix): Case => ({
    name: `lists with the prefix "${prefix}"`,
    role,
    action: "s3:ListBucket",
    resource: bucket(artifacts),
    context: { "s3:prefix": prefix },
    expect: "refused",
  })),
  {
    name: "lists without a prefix",
    role,
    action: "s3:ListBucket",
    resource: bucket(artifacts),
    expect: "refused",
  },
  {
    name: "lists versions of its own",
    role,
    action: "s3:ListBucketVersions",
    resource: bucket(artifacts),
    context: { "s3:prefix": "team/" },
    expect: "refused",
  },
  ...[
    "GetBucketAcl",
    "PutBucketAcl",
    "GetBucketPolicy",
    "PutBucketPolicy",
    "DeleteBucketPolicy",
    "GetBucketVersioning",
    "PutBucketVersioning",
    "GetLifecycleConfiguration",
    "PutLifecycleConfiguration",
    "GetEncryptionConfiguration",
    "PutEncryptionConfiguration",
    "PutBucketNotification",
    "PutReplicationConfiguration",
    "ListBucketMultipartUploads",
    "DeleteBucket",
  ].map((action): Case => ({
    name: action,
    role,
    action: `s3:${action}`,
    resource: bucket(models),
    expect: "refused",
  })),
  { name: "lists all buckets", role, action: "s3:ListAllMyBuckets", resource: "*", expect: "refused" },
];

/** Sessions that are not a pod of this cluster with a namespace. */
const wrongSessions: readonly Case[] = (
  [
    ["without session tags", {}],
    ["without a namespace", { "eks-cluster-arn": clusterArn(site) }],
    ["with an empty namespace", podTags("")],
    ["without a cluster", { "kubernetes-namespace": "team" }],
    ["of the same namespace in another cluster", podTags("team", `${clusterArn(site)}-2`)],
    ["of a namespace named *", podTags("*")],
  ] as const
).flatMap(([whose, sessionTags]): Case[] => [
  {
    name: `reads team/a in a session ${whose}`,
    role,
    action: "s3:GetObject",
    resource: object(artifacts, "team/a"),
    sessionTags,
    expect: "refused",
  },
  {
    name: `reads /a in a session ${whose}`,
    role,
    action: "s3:GetObject",
    resource: object(artifacts, "/a"),
    sessionTags,
    expect: "refused",
  },
  {
    name: `lists / in a session ${whose}`,
    role,
    action: "s3:ListBucket",
    resource: bucket(artifacts),
    context: { "s3:prefix": "/" },
    sessionTags,
    expect: "refused",
  },
]);

/** A pod of the namespace `team` with the tenants' role. */
export const tenantCases: readonly Case[] = [...own, ...others, ...listings, ...wrongSessions];
