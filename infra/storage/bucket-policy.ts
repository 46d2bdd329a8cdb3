import { type Site, arnOf } from "../site";
import { type BucketNames, bucketArn } from "./bucket-names";
import type { PolicyDocument, PolicyStatement } from "./policy-document";

/** How new objects of a bucket are encrypted. */
export type BucketEncryption =
  | {
      /** By a KMS key, with a bucket key, which saves most of the requests to KMS. */
      readonly kind: "kms";
      /** ARN of the key. */
      readonly keyArn: string;
    }
  | {
      /**
       * By S3's own keys. Only for buckets that AWS delivers logs to: server access logs and load balancers' access
       * logs can't be delivered to a bucket whose default is SSE-KMS (S3 User Guide, "Enabling Amazon S3 server
       * access logging"; ELB guide, "Enable access logs for your Application Load Balancer").
       */
      readonly kind: "s3";
    };

/** Where in the logs bucket each kind of log is put. */
export const LOG_PREFIXES = {
  /** S3 server access logs, followed by the source bucket's kind. */
  s3: "s3-access",
  /** Access logs of load balancers; what the load balancer controller gets as `access_logs.s3.prefix`. */
  loadBalancer: "load-balancer",
  /** CloudTrail's data events; the trail's `s3KeyPrefix`. */
  cloudTrail: "cloudtrail",
} as const;

/** The policy of a bucket that people and pods use by their own roles: it only ever denies. */
export function privateBucketPolicy(
  site: Site,
  bucket: string,
  encryption: BucketEncryption,
): PolicyDocument {
  return { Version: "2012-10-17", Statement: denials(site, bucket, encryption) };
}

/** The policy of the bucket that AWS services deliver logs to. */
export function logsBucketPolicy(site: Site, names: BucketNames): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      ...denials(site, names.logs, { kind: "s3" }),
      serverAccessLogs(site, names),
      loadBalancerLogs(site, names.logs),
      ...cloudTrailEvents(site, names.logs),
    ],
  };
}

function denials(site: Site, bucket: string, encryption: BucketEncryption): PolicyStatement[] {
  const arn = bucketArn(site, bucket);
  const everything = { Principal: "*", Action: "s3:*", Resource: [arn, `${arn}/*`] } as const;
  return [
    {
      Sid: "DenyWithoutTls",
      Effect: "Deny",
      ...everything,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      // Anonymous requests have no account either, and so they are denied too.
      Sid: "DenyOtherAccounts",
      Effect: "Deny",
      ...everything,
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": site.accountId },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    ...(encryption.kind === "kms" ? otherEncryption(arn, encryption.keyArn) : []),
  ];
}

/**
 * Requests without encryption headers get the bucket's default and pass; what is denied is asking for another one.
 * `Null` is what lets the first kind through: a negated operator holds where the key is missing.
 */
function otherEncryption(arn: string, keyArn: string): PolicyStatement[] {
  const put = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${arn}/*` } as const;
  return [
    {
      Sid: "DenyOtherEncryption",
      ...put,
      Condition: {
        Null: { "s3:x-amz-server-side-encryption": "false" },
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      },
    },
    {
      Sid: "DenyOtherKeys",
      ...put,
      Condition: {
        Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
        ArnNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
      },
    },
  ];
}

/** The logging service may write what it logs of these buckets, and of no other account's. */
function serverAccessLogs(site: Site, names: BucketNames): PolicyStatement {
  return {
    Sid: "AllowS3ServerAccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn(site, names.logs)}/${LOG_PREFIXES.s3}/*`,
    Condition: {
      StringEquals: { "aws:SourceAccount": site.accountId },
      ArnLike: {
        "aws:SourceArn": [names.artifacts, names.models, names.backups].map((name) => bucketArn(site, name)),
      },
    },
  };
}

/** Load balancers are made by a controller in the cluster, with names that nobody knows beforehand. */
function loadBalancerLogs(site: Site, bucket: string): PolicyStatement {
  return {
    Sid: "AllowLoadBalancerLogs",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn(site, bucket)}/${LOG_PREFIXES.loadBalancer}/AWSLogs/${site.accountId}/*`,
    Condition: { ArnLike: { "aws:SourceArn": arnOf(site, "elasticloadbalancing", "loadbalancer/*") } },
  };
}

/** CloudTrail first asks for the bucket's ACL, then writes; only trails whose names begin with the cluster's. */
function cloudTrailEvents(site: Site, bucket: string): PolicyStatement[] {
  const arn = bucketArn(site, bucket);
  const trails = { "aws:SourceArn": arnOf(site, "cloudtrail", `trail/${site.clusterName}-*`) };
  const principal = { Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
  return [
    {
      Sid: "AllowCloudTrailAclCheck",
      Effect: "Allow",
      ...principal,
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: { ArnLike: trails },
    },
    {
      Sid: "AllowCloudTrailEvents",
      Effect: "Allow",
      ...principal,
      Action: "s3:PutObject",
      Resource: `${arn}/${LOG_PREFIXES.cloudTrail}/AWSLogs/${site.accountId}/*`,
      Condition: {
        ArnLike: trails,
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}
