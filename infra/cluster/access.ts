import type { AccessLevel, EksConfig } from "../config/cluster";
import type { Site } from "../site";

/**
 * EKS' access policies by what the configuration calls them (EKS user guide, access-policy-reference). They are in
 * every account, without an account id in their ARN.
 */
const POLICIES = {
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
  admin: "AmazonEKSAdminPolicy",
  edit: "AmazonEKSEditPolicy",
  view: "AmazonEKSViewPolicy",
} as const satisfies Readonly<Record<AccessLevel, string>>;

/** ARN of the access policy of a level. */
export function accessPolicyArn(site: Pick<Site, "partition">, level: AccessLevel): string {
  return `arn:${site.partition}:eks::aws:cluster-access-policy/${POLICIES[level]}`;
}

/** Where an access policy applies. */
export type AccessScope = { type: "cluster" } | { type: "namespace"; namespaces: string[] };

/** Who gets into a cluster, as the EKS component wants it. */
export interface AccessEntry {
  principalArn: string;
  accessPolicies: Record<string, { policyArn: string; accessScope: AccessScope }>;
  tags: Record<string, string>;
}

/**
 * The configured access entries.
 *
 * @param tags put on each: the component doesn't pass its own tags on to them
 */
export function accessEntries(
  site: Pick<Site, "partition">,
  entries: EksConfig["accessEntries"],
  tags: Readonly<Record<string, string>>,
): Record<string, AccessEntry> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, { roleArn, level, namespaces }]) => [
      name,
      {
        principalArn: roleArn,
        accessPolicies: {
          [level]: { policyArn: accessPolicyArn(site, level), accessScope: scopeOf(namespaces) },
        },
        tags: { ...tags },
      },
    ]),
  );
}

function scopeOf(namespaces: readonly string[]): AccessScope {
  return namespaces.length === 0 ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] };
}
