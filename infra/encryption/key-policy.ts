import { type Site, arnOf, iamArnOf } from "../site";

/** A statement of a key policy. */
export interface KeyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string } | { readonly Service: string };
  readonly Action: string | readonly string[];
  /** In a key policy this is the key itself. */
  readonly Resource: "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A key policy, as plain data. */
export interface KeyPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly KeyStatement[];
}

/**
 * Policy of the key of everything stored.
 *
 * Who works with the key in person or as a pod gets that by IAM policies, which {@link administration} lets count.
 * That includes RDS, EFS, Secrets Manager, AWS Backup and ECR, which use the key on behalf of whoever makes the
 * resource, and SNS, which uses it on behalf of whoever publishes. The other statements are for services that use it by themselves. There is none for S3's server access
 * logs: their bucket can't be encrypted by KMS at all (S3 user guide, "Enabling Amazon S3 server access logging").
 *
 * A key that is given instead of made needs the same statements.
 */
export function dataKeyPolicy(site: Site): KeyPolicy {
  return policy([
    administration(site),
    logs(site),
    interruptionEvents(),
    ...launches(site),
    lustre(site),
    ...trails(site),
  ]);
}

/**
 * Policy of the key of Kubernetes Secrets.
 *
 * EKS works with it by a grant, which whoever creates the cluster makes; IAM must allow them kms:DescribeKey and
 * kms:CreateGrant, the latter without kms:GrantIsForAWSResource, which EKS doesn't support there (EKS user guide,
 * "Encrypt Kubernetes secrets with KMS on existing clusters").
 */
export function clusterSecretsKeyPolicy(site: Site): KeyPolicy {
  return policy([administration(site)]);
}

/**
 * Lets IAM policies of the account decide, as with a key whose policy AWS writes. Without it, a key whose
 * administrator is gone could never be changed again.
 */
function administration(site: Site): KeyStatement {
  return {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: iamArnOf(site, "root") },
    Action: "kms:*",
    Resource: "*",
  };
}

/** CloudWatch Logs, for log groups of this account (its user guide, "Encrypt log data using KMS"). */
function logs(site: Site): KeyStatement {
  return {
    Sid: "CloudWatchLogs",
    Effect: "Allow",
    Principal: { Service: `logs.${site.region}.${dnsSuffix(site)}` },
    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": arnOf(site, "logs", "log-group:*") },
    },
  };
}

/**
 * EventBridge, which puts interruption notices into an encrypted queue (SQS developer guide, "Configure KMS
 * permissions for AWS services"). No condition on the source: EventBridge doesn't send it to KMS when it delivers to
 * an encrypted target (SNS developer guide, on encrypted topics), and notices would be lost without a word. Who may
 * send to the queue is limited by the queue's own policy.
 */
function interruptionEvents(): KeyStatement {
  return {
    Sid: "EventBridgeToQueues",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:GenerateDataKey", "kms:Decrypt"],
    Resource: "*",
  };
}

/**
 * Volumes of instances that AWS starts through roles of its own: managed node groups (EC2 Auto Scaling user guide,
 * "Required AWS KMS key policy for use with encrypted volumes"), fleets and spot instances (EC2 user guide, on their
 * service-linked roles). The roles are named in a condition and not as principals: a key policy that names a role
 * which isn't there yet is refused, and a new account has none of them.
 */
function launches(site: Site): KeyStatement[] {
  const Principal = { AWS: "*" };
  const roles = ["autoscaling", "ec2fleet", "spot"].map((service) => serviceLinkedRole(site, service));
  const StringEquals = throughService(site, "ec2");
  const ArnLike = { "aws:PrincipalArn": roles };
  return [
    {
      Sid: "VolumesOfLaunchedInstances",
      Effect: "Allow",
      Principal,
      Action: USE,
      Resource: "*",
      Condition: { StringEquals, ArnLike },
    },
    {
      Sid: "AttachingVolumesOfLaunchedInstances",
      Effect: "Allow",
      Principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { StringEquals, ArnLike, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * FSx for Lustre, which reads and writes the bucket that it is linked to (its user guide, "Working with server-side
 * encrypted Amazon S3 buckets"). Each file system has a role of its own, made together with it.
 */
function lustre(site: Site): KeyStatement {
  return {
    Sid: "LustreToBuckets",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: USE,
    Resource: "*",
    Condition: {
      StringEquals: throughService(site, "s3"),
      ArnLike: { "aws:PrincipalArn": serviceLinkedRole(site, "s3.data-source.lustre.fsx") },
    },
  };
}

/**
 * CloudTrail, for trails whose name begins with the cluster's (its user guide, "Configure AWS KMS key policies for
 * CloudTrail"). It decrypts too, since the bucket has an S3 bucket key.
 */
function trails(site: Site): KeyStatement[] {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const trail = arnOf(site, "cloudtrail", `trail/${site.clusterName}-*`);
  const ArnLike = { "aws:SourceArn": trail };
  return [
    {
      Sid: "CloudTrailEncrypts",
      Effect: "Allow",
      Principal,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: { ArnLike, StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trail } },
    },
    {
      Sid: "CloudTrailLooksAndDecrypts",
      Effect: "Allow",
      Principal,
      Action: ["kms:DescribeKey", "kms:Decrypt"],
      Resource: "*",
      Condition: { ArnLike },
    },
  ];
}

/** What encrypting and decrypting data takes. */
const USE = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
] as const;

function policy(Statement: readonly KeyStatement[]): KeyPolicy {
  return { Version: "2012-10-17", Statement };
}

/** Only on behalf of this account, and only through a service. */
function throughService(site: Site, service: string) {
  return {
    "kms:CallerAccount": site.accountId,
    "kms:ViaService": `${service}.${site.region}.${dnsSuffix(site)}`,
  };
}

function serviceLinkedRole(site: Site, service: string): string {
  return iamArnOf(site, `role/aws-service-role/${service}.amazonaws.com/*`);
}

/** Where host names of AWS end, which the names of some service principals do too. */
function dnsSuffix({ partition }: Site): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
