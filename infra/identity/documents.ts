import type { Site } from "../site";
import type { PolicyDocument, TrustDocument } from "./policy-document";
import {
  roleName as roleNameOf,
  rolesOf,
  tenantRoleName,
  type PolicyFacts,
  type Presence,
  type RoleKey,
} from "./roles";
import { tenant } from "./tenant";
import { trustNamespaces, trustServiceAccounts } from "./trust";

/** A role with both of its documents. */
export interface RoleDocuments {
  /** Key of the table of roles, or `tenant`. */
  readonly key: RoleKey | "tenant";
  /** Physical name of the role. */
  readonly roleName: string;
  /** Who may take it. */
  readonly trust: TrustDocument;
  /** What it may do. */
  readonly permissions: PolicyDocument;
}

/**
 * Every role that a site with such facts has, with its documents.
 *
 * @param karpenter whether Karpenter starts the nodes
 */
export function roleDocuments(site: Site, facts: PolicyFacts, karpenter: boolean): readonly RoleDocuments[] {
  const presence: Presence = {
    karpenter,
    zone: facts.zoneIds.length > 0,
    fileSystem: facts.fileSystemIds.length > 0,
    alertTopic: facts.alertTopics.length > 0,
  };
  return [
    ...rolesOf(presence).map(({ key, entry }) => ({
      key,
      roleName: roleNameOf(site, key),
      trust: trustServiceAccounts(site, entry),
      permissions: entry.policy(site, facts),
    })),
    {
      key: "tenant",
      roleName: tenantRoleName(site),
      trust: trustNamespaces(site),
      permissions: tenant(site, facts.buckets, facts.dataKeyArn),
    },
  ];
}

/** The same documents by name: `<role>/trust` and `<role>/permissions`. */
export function documents(
  site: Site,
  facts: PolicyFacts,
  karpenter: boolean,
): Readonly<Record<string, PolicyDocument | TrustDocument>> {
  const named: Record<string, PolicyDocument | TrustDocument> = {};
  for (const { roleName, trust, permissions } of roleDocuments(site, facts, karpenter)) {
    named[`${roleName}/trust`] = trust;
    named[`${roleName}/permissions`] = permissions;
  }
  return named;
}
