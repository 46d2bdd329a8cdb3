import type { Site } from "../site";
import { clusterArn } from "./names";
import type { Conditions, TrustDocument } from "./policy-document";

/** The service accounts that a role is for. */
export interface Holder {
  /** Kubernetes namespace. */
  readonly namespace: string;
  /** Names of service accounts in it. */
  readonly serviceAccounts: readonly string[];
}

/**
 * The trust policy of a role for some service accounts: nobody else gets the role, even where an association says so.
 */
export function trustServiceAccounts(site: Site, { namespace, serviceAccounts }: Holder): TrustDocument {
  return podIdentityTrust({
    StringEquals: {
      ...ofThisCluster(site),
      "aws:RequestTag/kubernetes-namespace": namespace,
      "aws:RequestTag/kubernetes-service-account": serviceAccounts,
    },
  });
}

/** The trust policy of a role for pods of any namespace of the cluster, as long as the namespace is known. */
export function trustNamespaces(site: Site): TrustDocument {
  return podIdentityTrust({
    StringEquals: ofThisCluster(site),
    StringLike: { "aws:RequestTag/kubernetes-namespace": "?*" },
  });
}

/**
 * Conditions on the tags with which EKS Pod Identity takes a role: those that the EKS User Guide shows ("Create IAM
 * role with trust policy required by EKS Pod Identity"), and the account. Not on aws:SourceArn: what EKS puts there is
 * undocumented, and awslabs/mountpoint-s3-csi-driver#781 reports that credentials stop coming with it.
 */
function podIdentityTrust(conditions: Conditions): TrustDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TrustPodsOfCluster",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: conditions,
      },
    ],
  };
}

function ofThisCluster(site: Site): Record<string, string> {
  return {
    "aws:SourceAccount": site.accountId,
    "aws:RequestTag/eks-cluster-arn": clusterArn(site),
  };
}
