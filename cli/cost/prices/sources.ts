/** Where a price was read, and the day on which it was so. */
export interface Source {
  readonly text: string;
  /** ISO date: of the publication where it has one, else of the day when somebody read it. */
  readonly date: string;
}

/** AWS publishes a price map for each service; these are the copies in lamngockhuong/aws-price at commit 508fb45. */
const map = (name: string, published: string): Source => ({
  text: `AWS price map "${name}"`,
  date: published,
});

/** Expected results of infracost's tests, which come from the AWS price list; us-east-1 only. */
const infracost = (test: string, date: string): Source => ({
  text: `infracost test data, ${test}`,
  date,
});

/** Sources of the prices in services.ts. README.md says how each was read. */
export const SOURCES = {
  eks: map("eks", "2025-10-28"),
  natGateway: map("natgateway", "2025-10-28"),
  vpc: map("vpc", "2025-11-04"),
  efs: map("efs", "2025-09-25"),
  fsx: map("fsx", "2025-10-16"),
  s3: map("s3", "2025-10-22"),
  kms: map("kms", "2025-08-28"),
  route53: map("route53", "2025-08-28"),
  waf: map("waf", "2025-10-03"),
  guardDuty: map("guardduty", "2025-10-17"),
  cloudTrail: map("cloudtrail", "2025-08-28"),
  cloudWatch: map("cloudwatch", "2025-09-23"),
  sns: map("sns", "2025-08-28"),
  cognito: map("cognito", "2025-11-03"),
  infracostEbs: infracost("ebs_volume", "2024-07-01"),
  infracostLb: infracost("lb", "2024-07-01"),
  infracostSecret: infracost("secretsmanager_secret", "2024-07-01"),
  infracostSqs: infracost("sqs_queue", "2024-07-01"),
  infracostEcr: infracost("ecr_repository", "2024-07-01"),
  infracostBackup: infracost("backup_vault", "2024-07-01"),
  infracostAurora: infracost("rds_cluster", "2024-07-01"),
  infracostAcu: infracost("rds_cluster_instance", "2025-03-05"),
  infracostRds: infracost("db_instance", "2026-05-03"),
  rdsOregon: { text: "AWS price list AmazonRDS us-west-2, quoted in a public audit", date: "2026-08-18" },
  ebsOregon: { text: "AWS price list AmazonEC2 us-west-2, quoted in a public audit", date: "2026-08-19" },
  secretOregon: {
    text: "AWS price list AWSSecretsManager us-west-2, quoted in a public audit",
    date: "2025-08-28",
  },
  albOregon: { text: "AWS price list AWSELB us-west-2, quoted in a public cost model", date: "2026-08-29" },
  lcuOregon: { text: "AWS price list AWSELB us-west-2, quoted in a public runbook", date: "2026-09-28" },
  ebsIreland: { text: "AWS Price List API, answer quoted in a public audit", date: "2026-05-01" },
  billIreland: { text: "a public bill of July 2026, amount by quantity", date: "2026-07-31" },
  ebsFrankfurt: {
    text: "AWS price list AmazonEC2 eu-central-1, version 20260903195206, quoted in public code",
    date: "2026-09-01",
  },
  rdsFrankfurt: { text: "AWS price map of RDS, quoted in a public plan", date: "2026-08-18" },
  albFrankfurt: { text: "a public FOCUS billing record", date: "2024-09-17" },
  extendedSupport: { text: "usage.ai and cloudyali.io on RDS Extended Support", date: "2026-05-06" },
} as const satisfies Record<string, Source>;

/** Name of a source. */
export type SourceName = keyof typeof SOURCES;
