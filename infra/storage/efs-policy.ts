import type { PolicyDocument } from "./policy-document";

/**
 * The policy of the shared file system: by TLS only, and only through a mount target, which the nodes' security
 * group alone reaches.
 *
 * Clients are anonymous, as the EFS CSI driver's are where a volume does not ask for IAM. Nobody is root:
 * `ClientRootAccess` is not given, so a container that runs as root is squashed to nobody unless its access point,
 * which the driver makes for each volume, says who it is.
 *
 * @param arn ARN of the file system
 */
export function fileSystemPolicy(arn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: [...MOUNT_AND_WRITE, "elasticfilesystem:ClientRootAccess"],
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "AllowThroughMountTargets",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: MOUNT_AND_WRITE,
        Resource: arn,
        Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
      },
    ],
  };
}

const MOUNT_AND_WRITE = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] as const;
