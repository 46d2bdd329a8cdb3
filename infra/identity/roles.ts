import { iamArnOf, type Site } from "../site";
import type { AlertTopicFacts, BucketNames } from "./names";
import { alertmanager } from "./policies/alertmanager";
import { ebsCsi } from "./policies/ebs-csi";
import { efsCsi } from "./policies/efs-csi";
import { externalDns } from "./policies/external-dns";
import { externalSecrets } from "./policies/external-secrets";
import { karpenterController } from "./policies/karpenter-controller";
import { kfpApiServer } from "./policies/kfp";
import { loadBalancerController } from "./policies/load-balancer-controller";
import { loki } from "./policies/loki";
import { mountpointS3 } from "./policies/mountpoint-s3";
import { velero } from "./policies/velero";
import type { PolicyDocument } from "./policy-document";
import type { Holder } from "./trust";

/** What the site has, as far as it decides which roles there are. Known before anything is made. */
export interface Presence {
  /** Whether Karpenter starts the nodes. */
  readonly karpenter: boolean;
  /** Whether there is a hosted zone to keep records in. */
  readonly zone: boolean;
  /** Whether there is an EFS file system. */
  readonly fileSystem: boolean;
  /** Whether there is a topic that alerts go to. */
  readonly alertTopic: boolean;
}

/** What policies are about, beside what the site's names say. */
export interface PolicyFacts {
  /** The buckets, by their plain names. */
  readonly buckets: BucketNames;
  /** ARN of the KMS key of everything stored. */
  readonly dataKeyArn: string;
  /** Id of the VPC of the cluster. */
  readonly vpcId: string;
  /** Hosted zones that external-dns keeps records in. */
  readonly zoneIds: readonly string[];
  /** EFS file systems for volumes. */
  readonly fileSystemIds: readonly string[];
  /** Topics that alerts go to. */
  readonly alertTopics: readonly AlertTopicFacts[];
  /** Whole ARNs of secrets whose names don't begin with `<cluster>/`. */
  readonly secretArns: readonly string[];
}

/** A role for a program of the platform. */
export interface RoleEntry extends Holder {
  /** What it is for, as the IAM console shows it. */
  readonly description: string;
  /** How its physical name ends. */
  readonly suffix: string;
  /** Who makes the Pod Identity association: this room, or EKS together with the add-on. */
  readonly associatedBy: "identity" | "add-on";
  /** What it may do. */
  readonly policy: (site: Site, facts: PolicyFacts) => PolicyDocument;
  /** What the site must have for the role to be of use. Default: it always is. */
  readonly needs?: keyof Presence;
}

/**
 * The platform's roles. Namespaces and service accounts are those that the charts (releases named as the chart) and
 * EKS add-ons make by default; Velero's chart calls its server's account velero-server.
 */
export const roles = {
  kfpApiServer: {
    description: "Kubeflow Pipelines API server: reads artifacts",
    suffix: "kfp-api-server",
    namespace: "kubeflow",
    serviceAccounts: ["ml-pipeline"],
    associatedBy: "identity",
    policy: (site, { buckets, dataKeyArn }) => kfpApiServer(site, buckets, dataKeyArn),
  },
  karpenterController: {
    description: "Karpenter: starts and ends nodes of this cluster",
    suffix: "karpenter-controller",
    namespace: "kube-system",
    serviceAccounts: ["karpenter"],
    associatedBy: "identity",
    needs: "karpenter",
    policy: (site, { dataKeyArn }) => karpenterController(site, dataKeyArn),
  },
  loadBalancerController: {
    description: "AWS Load Balancer Controller: load balancers of this cluster",
    suffix: "load-balancer-controller",
    namespace: "kube-system",
    serviceAccounts: ["aws-load-balancer-controller"],
    associatedBy: "identity",
    policy: (site, { vpcId }) => loadBalancerController(site, vpcId),
  },
  externalDns: {
    description: "external-dns: records of the site's hosted zone",
    suffix: "external-dns",
    namespace: "external-dns",
    serviceAccounts: ["external-dns"],
    associatedBy: "identity",
    needs: "zone",
    policy: (site, { zoneIds }) => externalDns(site, zoneIds),
  },
  externalSecrets: {
    description: "External Secrets Operator: reads the site's secrets",
    suffix: "external-secrets",
    namespace: "external-secrets",
    serviceAccounts: ["external-secrets"],
    associatedBy: "identity",
    policy: (site, { secretArns, dataKeyArn }) => externalSecrets(site, secretArns, dataKeyArn),
  },
  ebsCsi: {
    description: "EBS CSI driver: volumes and snapshots of this cluster",
    suffix: "ebs-csi",
    namespace: "kube-system",
    serviceAccounts: ["ebs-csi-controller-sa"],
    associatedBy: "add-on",
    policy: (site, { dataKeyArn }) => ebsCsi(site, dataKeyArn),
  },
  efsCsi: {
    description: "EFS CSI driver: access points of the site's file system",
    suffix: "efs-csi",
    namespace: "kube-system",
    serviceAccounts: ["efs-csi-controller-sa"],
    associatedBy: "add-on",
    needs: "fileSystem",
    policy: (site, { fileSystemIds }) => efsCsi(site, fileSystemIds),
  },
  mountpointS3: {
    description: "Mountpoint for S3 CSI driver: reads models",
    suffix: "mountpoint-s3",
    namespace: "kube-system",
    serviceAccounts: ["s3-csi-driver-sa"],
    associatedBy: "add-on",
    policy: (site, { buckets, dataKeyArn }) => mountpointS3(site, buckets, dataKeyArn),
  },
  loki: {
    description: "Loki: its part of the logs bucket",
    suffix: "loki",
    namespace: "monitoring",
    serviceAccounts: ["loki"],
    associatedBy: "identity",
    policy: (site, { buckets, dataKeyArn }) => loki(site, buckets, dataKeyArn),
  },
  alertmanager: {
    description: "Alertmanager: publishes to the topic of alerts",
    suffix: "alertmanager",
    namespace: "monitoring",
    serviceAccounts: ["kube-prometheus-stack-alertmanager"],
    associatedBy: "identity",
    needs: "alertTopic",
    policy: (site, { alertTopics }) => alertmanager(site, alertTopics),
  },
  velero: {
    description: "Velero: the backups bucket, and snapshots of this cluster's volumes",
    suffix: "velero",
    namespace: "velero",
    serviceAccounts: ["velero-server"],
    associatedBy: "identity",
    policy: (site, { buckets, dataKeyArn }) => velero(site, buckets, dataKeyArn),
  },
} as const satisfies Record<string, RoleEntry>;

/** A role of the table. */
export type RoleKey = keyof typeof roles;

/** The roles that a site has, in the order of the table. */
export function rolesOf(presence: Presence): readonly { readonly key: RoleKey; readonly entry: RoleEntry }[] {
  return roleKeys.flatMap((key) => {
    const entry: RoleEntry = roles[key];
    return entry.needs === undefined || presence[entry.needs] ? [{ key, entry }] : [];
  });
}

/** Physical name of a role; IAM allows 64 characters. */
export function roleName(site: Site, key: RoleKey): string {
  return `${site.clusterName}-${roles[key].suffix}`;
}

/** ARN of a role, for policies that speak of it; whoever needs the role itself takes it from the component. */
export function roleArn(site: Site, key: RoleKey): string {
  return iamArnOf(site, `role/${roleName(site, key)}`);
}

/** Physical name of the role of all tenants. */
export function tenantRoleName(site: Site): string {
  return `${site.clusterName}-tenant`;
}

const roleKeys = Object.keys(roles).filter(isRoleKey);

function isRoleKey(key: string): key is RoleKey {
  return key in roles;
}
