import type { Site } from "../../site";
import { viaService } from "../names";
import { allow, type Statement } from "../policy-document";

/** Use of the site's data key: never by itself, only through the service whose data it encrypts. */

/** What a holder of encrypted objects does with them. */
export type ObjectUse = "read" | "read-and-write";

/**
 * The data key for objects in S3.
 *
 * S3 asks KMS in the caller's name. Where a bucket uses bucket keys, the encryption context is the bucket's ARN; for
 * objects that were written without one it is the object's (S3 User Guide, "Configuring your bucket to use an S3
 * Bucket Key"). Uploads in parts need Decrypt beside GenerateDataKey.
 *
 * @param contexts ARNs of the buckets, and of the objects that may have been written without a bucket key
 */
export function dataKeyForObjects(
  site: Site,
  dataKeyArn: string,
  use: ObjectUse,
  contexts: readonly string[],
): Statement {
  const actions = use === "read" ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:GenerateDataKey"];
  return allow("UseDataKeyForObjects", actions, [dataKeyArn], {
    StringEquals: { "kms:ViaService": viaService(site, "s3") },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": contexts },
  });
}

/**
 * The data key for EBS volumes: the actions that the EBS User Guide lists under "Permissions for users" (Requirements
 * for Amazon EBS encryption), grants only for AWS' own use of the volume.
 */
export function dataKeyForVolumes(site: Site, dataKeyArn: string): readonly Statement[] {
  const throughEc2 = { "kms:ViaService": viaService(site, "ec2") };
  return [
    allow(
      "UseDataKeyForVolumes",
      [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      [dataKeyArn],
      { StringEquals: throughEc2 },
    ),
    allow("GrantDataKeyToVolumes", ["kms:CreateGrant"], [dataKeyArn], {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: throughEc2,
    }),
  ];
}

/**
 * The key of a topic, which SNS uses in the publisher's name: GenerateDataKey and Decrypt are what its developer guide
 * lists ("Compatibility between event sources from AWS services and encrypted topics", and on configuring KMS
 * permissions for publishers). The encryption context is the topic's ARN.
 *
 * @param keyArn   a key of the topic's region, which may be another one than the site's
 * @param topicArn ARN of the topic
 */
export function dataKeyForTopic(site: Site, keyArn: string, topicArn: string): Statement {
  const [, , , region = site.region] = topicArn.split(":");
  return allow("UseKeyForTopic", ["kms:Decrypt", "kms:GenerateDataKey"], [keyArn], {
    StringEquals: {
      "kms:ViaService": viaService({ ...site, region }, "sns"),
      "kms:EncryptionContext:aws:sns:topicArn": topicArn,
    },
  });
}

/** The data key for secrets, which only Secrets Manager opens with it. */
export function dataKeyForSecrets(site: Site, dataKeyArn: string): Statement {
  return allow("UseDataKeyForSecrets", ["kms:Decrypt"], [dataKeyArn], {
    StringEquals: { "kms:ViaService": viaService(site, "secretsmanager") },
  });
}
