import { type PricedRegion, REGIONS } from "./regions";
import type { SourceName } from "./sources";

/** What a price is for one of. Hours are always a price of something that stands there. */
export type Unit =
  | "hour"
  | "month"
  | "GB-month"
  | "MB/s-month"
  | "GB"
  | "user-month"
  | "vCPU-month"
  | "10,000 requests"
  | "100,000 events"
  | "100,000 mails"
  | "million requests"
  | "million events";

/** A price in USD and where it was read; a region that is missing is one whose price nobody has sourced. */
type Quote = readonly [usd: number, source: SourceName];

/** A price by region. */
export interface Service {
  readonly unit: Unit;
  /** How the price is called for people. */
  readonly what: string;
  readonly prices: Readonly<Partial<Record<PricedRegion, Quote>>>;
}

/** The same source for all regions, prices in the order of {@link REGIONS}. */
function each(source: SourceName, ...usd: readonly [number, number, number, number]): Service["prices"] {
  const [virginia, oregon, ireland, frankfurt] = usd;
  return {
    "us-east-1": [virginia, source],
    "us-west-2": [oregon, source],
    "eu-west-1": [ireland, source],
    "eu-central-1": [frankfurt, source],
  };
}

/** The same price in all regions. */
function same(source: SourceName, usd: number): Service["prices"] {
  return Object.fromEntries(REGIONS.map((region): [PricedRegion, Quote] => [region, [usd, source]]));
}

/** Prices of everything but instances, by a name of our own. */
export const SERVICES = {
  eksCluster: { unit: "hour", what: "EKS control plane", prices: same("eks", 0.1) },
  eksExtendedSupport: { unit: "hour", what: "EKS extended support", prices: same("eks", 0.5) },
  natGateway: {
    unit: "hour",
    what: "NAT gateway",
    prices: each("natGateway", 0.045, 0.045, 0.048, 0.052),
  },
  natData: {
    unit: "GB",
    what: "data through NAT gateways",
    prices: each("natGateway", 0.045, 0.045, 0.048, 0.052),
  },
  interfaceEndpoint: {
    unit: "hour",
    what: "interface endpoint in a zone",
    prices: each("vpc", 0.01, 0.01, 0.011, 0.012),
  },
  endpointData: { unit: "GB", what: "data through interface endpoints", prices: same("vpc", 0.01) },
  publicIpv4: { unit: "hour", what: "public IPv4 address", prices: same("vpc", 0.005) },
  gp3: {
    unit: "GB-month",
    what: "EBS gp3",
    prices: {
      "us-east-1": [0.08, "infracostEbs"],
      "us-west-2": [0.08, "ebsOregon"],
      "eu-west-1": [0.088, "ebsIreland"],
      "eu-central-1": [0.0952, "ebsFrankfurt"],
    },
  },
  s3Standard: {
    unit: "GB-month",
    what: "S3 Standard, first 50 TB",
    prices: each("s3", 0.023, 0.023, 0.023, 0.0245),
  },
  efsStandard: { unit: "GB-month", what: "EFS Standard", prices: each("efs", 0.3, 0.3, 0.33, 0.36) },
  efsThroughput: {
    unit: "MB/s-month",
    what: "EFS provisioned throughput",
    prices: each("efs", 6, 6, 6.6, 7.2),
  },
  lustreScratch: {
    unit: "GB-month",
    what: "FSx for Lustre, scratch SSD",
    prices: each("fsx", 0.14, 0.14, 0.154, 0.167),
  },
  lustre125: {
    unit: "GB-month",
    what: "FSx for Lustre, persistent SSD with 125 MB/s/TiB",
    prices: each("fsx", 0.145, 0.145, 0.16, 0.181),
  },
  lustre250: {
    unit: "GB-month",
    what: "FSx for Lustre, persistent SSD with 250 MB/s/TiB",
    prices: each("fsx", 0.21, 0.21, 0.231, 0.269),
  },
  lustre500: {
    unit: "GB-month",
    what: "FSx for Lustre, persistent SSD with 500 MB/s/TiB",
    prices: each("fsx", 0.34, 0.34, 0.374, 0.444),
  },
  lustre1000: {
    unit: "GB-month",
    what: "FSx for Lustre, persistent SSD with 1000 MB/s/TiB",
    prices: each("fsx", 0.6, 0.6, 0.66, 0.794),
  },
  rdsGp3: {
    unit: "GB-month",
    what: "RDS gp3 storage",
    prices: {
      "us-east-1": [0.115, "infracostRds"],
      "us-west-2": [0.115, "rdsOregon"],
      "eu-west-1": [0.127, "billIreland"],
      "eu-central-1": [0.137, "rdsFrankfurt"],
    },
  },
  rdsExtendedSupport: {
    unit: "hour",
    what: "RDS Extended Support of a vCPU",
    prices: { "us-east-1": [0.1, "extendedSupport"] },
  },
  rdsBackup: {
    unit: "GB-month",
    what: "database backups beyond the database's size",
    prices: { "us-east-1": [0.095, "infracostRds"], "us-west-2": [0.095, "rdsOregon"] },
  },
  auroraCapacity: {
    unit: "hour",
    what: "Aurora capacity unit",
    prices: { "us-east-1": [0.12, "infracostAcu"], "us-west-2": [0.12, "rdsOregon"] },
  },
  auroraStorage: {
    unit: "GB-month",
    what: "Aurora storage",
    prices: { "us-east-1": [0.1, "infracostAurora"], "us-west-2": [0.1, "rdsOregon"] },
  },
  auroraIo: {
    unit: "million requests",
    what: "Aurora I/O",
    prices: { "us-east-1": [0.2, "infracostAurora"], "us-west-2": [0.2, "rdsOregon"] },
  },
  loadBalancer: {
    unit: "hour",
    what: "Application Load Balancer",
    prices: {
      "us-east-1": [0.0225, "infracostLb"],
      "us-west-2": [0.0225, "albOregon"],
      "eu-west-1": [0.0252, "billIreland"],
      "eu-central-1": [0.027, "albFrankfurt"],
    },
  },
  loadBalancerCapacity: {
    unit: "hour",
    what: "load balancer capacity unit",
    prices: { "us-east-1": [0.008, "infracostLb"], "us-west-2": [0.008, "lcuOregon"] },
  },
  hostedZone: { unit: "month", what: "Route 53 hosted zone", prices: same("route53", 0.5) },
  dnsQueries: { unit: "million requests", what: "DNS queries", prices: same("route53", 0.4) },
  webAcl: { unit: "month", what: "WAF web ACL", prices: same("waf", 5) },
  wafRule: { unit: "month", what: "WAF rule or rule group", prices: same("waf", 1) },
  wafRequests: { unit: "million requests", what: "requests seen by WAF", prices: same("waf", 0.6) },
  cognitoUser: { unit: "user-month", what: "Cognito active user (Lite)", prices: same("cognito", 0.0055) },
  kmsKey: { unit: "month", what: "KMS key", prices: same("kms", 1) },
  kmsRequests: { unit: "10,000 requests", what: "KMS requests", prices: same("kms", 0.03) },
  secret: {
    unit: "month",
    what: "Secrets Manager secret",
    prices: { "us-east-1": [0.4, "infracostSecret"], "us-west-2": [0.4, "secretOregon"] },
  },
  logsIngested: {
    unit: "GB",
    what: "CloudWatch logs taken in",
    prices: each("cloudWatch", 0.5, 0.5, 0.57, 0.63),
  },
  logsStored: {
    unit: "GB-month",
    what: "CloudWatch logs kept",
    prices: each("cloudWatch", 0.03, 0.03, 0.03, 0.0324),
  },
  alarm: { unit: "month", what: "CloudWatch alarm", prices: same("cloudWatch", 0.1) },
  trailEvents: { unit: "100,000 events", what: "CloudTrail data events", prices: same("cloudTrail", 0.1) },
  guardDutyAudit: {
    unit: "million events",
    what: "GuardDuty, EKS audit events",
    prices: each("guardDuty", 1.6, 1.6, 1.73, 2.25),
  },
  guardDutyRuntime: {
    unit: "vCPU-month",
    what: "GuardDuty, runtime monitoring",
    prices: each("guardDuty", 1.5, 1.5, 1.5, 1.92),
  },
  guardDutyTrail: {
    unit: "million events",
    what: "GuardDuty, CloudTrail events",
    prices: each("guardDuty", 4, 4, 4.4, 4.6),
  },
  guardDutyFlow: {
    unit: "GB",
    what: "GuardDuty, flow and DNS logs",
    prices: each("guardDuty", 1, 1, 1.1, 1.15),
  },
  queueRequests: {
    unit: "million requests",
    what: "SQS requests",
    prices: { "us-east-1": [0.4, "infracostSqs"] },
  },
  topicRequests: { unit: "million requests", what: "SNS requests", prices: same("sns", 0.5) },
  topicMails: { unit: "100,000 mails", what: "mails from SNS", prices: same("sns", 2) },
  images: {
    unit: "GB-month",
    what: "container images in ECR",
    prices: { "us-east-1": [0.1, "infracostEcr"] },
  },
  efsBackup: {
    unit: "GB-month",
    what: "EFS backups",
    prices: { "us-east-1": [0.06, "infracostBackup"] },
  },
} as const satisfies Record<string, Service>;

/** Name of a price that isn't an instance's. */
export type ServiceName = keyof typeof SERVICES;

/** A price by its name. */
export function serviceOf(name: ServiceName): Service {
  return SERVICES[name];
}
