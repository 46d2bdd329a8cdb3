import { facts, site } from "../sample";
import type { RoleKey } from "../../roles";
import type { Case } from "./case";

const { artifacts, models, logs, backups } = facts.buckets;

type Try = Omit<Case, "role" | "expect">;

function of(role: RoleKey, expect: Case["expect"], tries: readonly Try[]): readonly Case[] {
  return tries.map((one) => ({ ...one, role, expect }));
}

function s3(action: string, bucket: string, key?: string, context?: Case["context"]): Try {
  const resource = key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  const prefix = context === undefined ? "" : ` with ${JSON.stringify(context)}`;
  return {
    name: `${action} ${resource}${prefix}`,
    action: `s3:${action}`,
    resource,
    ...(context ? { context } : {}),
  };
}

function dataKeyFor(bucket: string, action = "kms:Decrypt"): Try {
  return {
    name: `${action} for ${bucket}`,
    action,
    resource: facts.dataKeyArn,
    context: {
      "kms:ViaService": `s3.${site.region}.amazonaws.com`,
      "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${bucket}`,
    },
  };
}

function secret(name: string, action = "GetSecretValue"): Try {
  const resource = name.startsWith("arn:")
    ? name
    : `arn:aws:secretsmanager:${site.region}:${site.accountId}:secret:${name}`;
  return { name: `${action} ${name}`, action: `secretsmanager:${action}`, resource };
}

function records(zone: string, types: string[], action = "ChangeResourceRecordSets"): Try {
  return {
    name: `${action} ${types.join(", ")} in ${zone}`,
    action: `route53:${action}`,
    resource: `arn:aws:route53:::hostedzone/${zone}`,
    ...(types.length === 0 ? {} : { context: { "route53:ChangeResourceRecordSetsRecordTypes": types } }),
  };
}

const kubeflow = [
  ...of("kfpApiServer", "allowed", [
    s3("ListBucket", artifacts),
    s3("GetObject", artifacts, "team/run/metrics.json"),
    dataKeyFor(artifacts),
  ]),
  ...of("kfpApiServer", "refused", [
    s3("PutObject", artifacts, "team/run/metrics.json"),
    s3("DeleteObject", artifacts, "team/run/metrics.json"),
    s3("GetObject", models, "team/model"),
    s3("GetBucketPolicy", artifacts),
    s3("CreateBucket", "mlpipeline"),
    dataKeyFor(models),
    dataKeyFor(artifacts, "kms:GenerateDataKey"),
  ]),
];

const mountpoint = [
  ...of("mountpointS3", "allowed", [s3("GetObject", models, "team/m"), dataKeyFor(models)]),
  ...of("mountpointS3", "refused", [
    s3("PutObject", models, "team/m"),
    s3("GetObject", artifacts, "team/a"),
    s3("GetObject", backups, "backups/a"),
  ]),
];

const loki = [
  ...of("loki", "allowed", [
    s3("PutObject", logs, "loki/chunk"),
    s3("GetObject", logs, "loki/chunk"),
    s3("DeleteObject", logs, "loki/chunk"),
    s3("ListBucket", logs, undefined, { "s3:prefix": "loki/index/" }),
    dataKeyFor(logs, "kms:GenerateDataKey"),
  ]),
  ...of("loki", "refused", [
    s3("GetObject", logs, "access/artifacts/2026"),
    s3("DeleteObject", logs, "access/artifacts/2026"),
    s3("DeleteObject", logs, "loki-2/chunk"),
    s3("ListBucket", logs, undefined, { "s3:prefix": "" }),
    s3("ListBucket", logs),
    s3("GetObject", backups, "loki/chunk"),
  ]),
];

const secrets = [
  ...of("externalSecrets", "allowed", [
    secret(`${site.clusterName}/oidc-AbCdEf`),
    secret(facts.secretArns[0] ?? ""),
    secret(`${site.clusterName}/oidc-AbCdEf`, "DescribeSecret"),
    {
      name: "opens them",
      action: "kms:Decrypt",
      resource: facts.dataKeyArn,
      context: { "kms:ViaService": `secretsmanager.${site.region}.amazonaws.com` },
    },
  ]),
  ...of("externalSecrets", "refused", [
    secret("payroll/password-AbCdEf"),
    secret(`${site.clusterName}-2/oidc-AbCdEf`),
    secret("rds!db-ffffffff-AbCdEf"),
    secret(`${site.clusterName}/oidc-AbCdEf`, "PutSecretValue"),
    secret(`${site.clusterName}/oidc-AbCdEf`, "DeleteSecret"),
    { name: "lists all secrets", action: "secretsmanager:ListSecrets", resource: "*" },
    { name: "decrypts by itself", action: "kms:Decrypt", resource: facts.dataKeyArn },
    dataKeyFor(artifacts),
  ]),
];

const [zone = ""] = facts.zoneIds;
const dns = [
  ...of("externalDns", "allowed", [
    records(zone, ["A", "TXT"]),
    records(zone, ["CNAME", "AAAA"]),
    records(zone, [], "ListResourceRecordSets"),
    { name: "finds zones", action: "route53:ListHostedZones", resource: "*" },
  ]),
  ...of("externalDns", "refused", [
    records("ZFFFFFFFFFFFFFFFFFFFF", ["A"]),
    records("ZFFFFFFFFFFFFFFFFFFFF", [], "ListResourceRecordSets"),
    records(zone, ["NS"]),
    records(zone, ["A", "MX"]),
    records(zone, []),
    records(zone, [], "DeleteHostedZone"),
    { name: "makes zones", action: "route53:CreateHostedZone", resource: "*" },
  ]),
];

const topic = facts.alertTopics[0]?.topicArn ?? "";

function ofTopic(action: string, resource = topic): Try {
  return { name: `${action} ${resource}`, action: `sns:${action}`, resource };
}

function keyForTopic(of: string, action = "kms:GenerateDataKey", region = site.region): Try {
  return {
    name: `${action} for ${of} through ${region}`,
    action,
    resource: facts.dataKeyArn,
    context: {
      "kms:ViaService": `sns.${region}.amazonaws.com`,
      "kms:EncryptionContext:aws:sns:topicArn": of,
    },
  };
}

const alerts = [
  ...of("alertmanager", "allowed", [
    ofTopic("Publish"),
    keyForTopic(topic),
    keyForTopic(topic, "kms:Decrypt"),
  ]),
  ...of("alertmanager", "refused", [
    ofTopic("Publish", `${topic}-2`),
    ofTopic("Publish", topic.replace(site.accountId, "999999999999")),
    ofTopic("Subscribe"),
    ofTopic("SetTopicAttributes"),
    ofTopic("ListSubscriptionsByTopic"),
    ofTopic("DeleteTopic"),
    keyForTopic(`${topic}-2`),
    keyForTopic(topic, "kms:Decrypt", "eu-west-1"),
    keyForTopic(topic, "kms:Encrypt"),
    { name: "decrypts by itself", action: "kms:Decrypt", resource: facts.dataKeyArn },
    dataKeyFor(artifacts),
  ]),
  ...of("loki", "refused", [ofTopic("Publish")]),
];

/** Programs of the platform that store, read and publish. */
export const platformCases: readonly Case[] = [
  ...kubeflow,
  ...mountpoint,
  ...loki,
  ...secrets,
  ...dns,
  ...alerts,
];
