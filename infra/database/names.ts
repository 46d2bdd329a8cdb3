import type { Site } from "../site";

/** Physical names of the database and of what belongs to it. */
export interface DatabaseNames {
  /** Identifier of the instance or cluster. */
  readonly identifier: string;
  /** Its parameter group. */
  readonly parameterGroup: string;
  /** Its subnet group. */
  readonly subnetGroup: string;
  /** Its security group. */
  readonly securityGroup: string;
  /**
   * The snapshot that is taken before it is deleted. Always the same name: a second one under it is refused by RDS,
   * so the snapshot of an earlier life has to be copied or deleted before the next one ends.
   */
  readonly finalSnapshot: string;
}

/**
 * The names, all beginning with the cluster's.
 *
 * @param engine ends the identifier: changing the kind of database makes another one, beside which the old one can be
 * read until it is deleted
 */
export function databaseNames(site: Pick<Site, "clusterName">, engine: "mysql" | "aurora"): DatabaseNames {
  const identifier = `${site.clusterName}-${engine}`;
  return {
    identifier,
    parameterGroup: `${identifier}-parameters`,
    subnetGroup: `${identifier}-subnets`,
    securityGroup: `${identifier}-clients`,
    finalSnapshot: `${identifier}-final`,
  };
}

/**
 * RDS: 1 to 63 letters, digits and dashes, beginning with a letter, not ending with a dash, no two dashes in a row
 * (RDS API Reference, CreateDBInstance).
 */
export function isIdentifier(identifier: string): boolean {
  return identifier.length <= 63 && /^[a-z](-?[a-z0-9])*$/.test(identifier);
}
