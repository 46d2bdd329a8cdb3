/** A feature of a GuardDuty detector, as aws.guardduty.DetectorFeature takes it. */
export interface DetectorFeature {
  /** End of the resource's name. */
  readonly key: string;
  readonly name: "EKS_AUDIT_LOGS" | "RUNTIME_MONITORING";
  readonly additionalConfigurations?: readonly {
    readonly name: "EKS_ADDON_MANAGEMENT" | "ECS_FARGATE_AGENT_MANAGEMENT" | "EC2_AGENT_MANAGEMENT";
    readonly status: "ENABLED" | "DISABLED";
  }[];
}

/**
 * What GuardDuty watches here. RUNTIME_MONITORING holds what EKS_RUNTIME_MONITORING held, and AWS refuses both
 * together (API reference of GuardDuty, CreateDetector). All three of its agents are named, since AWS reports all
 * three and a missing one would show as a change in each run.
 */
export const DETECTOR_FEATURES: readonly DetectorFeature[] = [
  { key: "audit-logs", name: "EKS_AUDIT_LOGS" },
  {
    key: "runtime",
    name: "RUNTIME_MONITORING",
    additionalConfigurations: [
      // GuardDuty installs and updates the add-on aws-guardduty-agent, with a VPC endpoint and a security group for it.
      { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" },
      { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "DISABLED" },
      { name: "EC2_AGENT_MANAGEMENT", status: "DISABLED" },
    ],
  },
];
