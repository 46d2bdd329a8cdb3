import { productionSite } from "../../testing/mocks";
import type { Site } from "../../site";
import { roleDocuments, type RoleDocuments } from "../documents";
import type { PolicyFacts, RoleKey } from "../roles";

/** What this room's tests speak of; no program imports it. */

/** The site of the tests. */
export const site = productionSite;

/** A site in a partition where names of services and ARNs are other ones. */
export const chineseSite: Site = {
  ...productionSite,
  partition: "aws-cn",
  region: "cn-north-1",
};

/** Facts of a site that has everything. */
export function sampleFacts({ partition, region, accountId }: Site): PolicyFacts {
  const dataKeyArn = `arn:${partition}:kms:${region}:${accountId}:key/11111111-2222-3333-4444-555555555555`;
  return {
    buckets: {
      artifacts: "acme-artifacts",
      models: "acme-models",
      logs: "acme-logs",
      backups: "acme-backups",
    },
    dataKeyArn,
    vpcId: "vpc-0123456789abcdef0",
    zoneIds: ["Z0123456789ABCDEFGHIJ"],
    fileSystemIds: ["fs-0123456789abcdef0"],
    alertTopics: [
      { topicArn: `arn:${partition}:sns:${region}:${accountId}:kubeflow-prod-alerts`, keyArn: dataKeyArn },
    ],
    secretArns: [`arn:${partition}:secretsmanager:${region}:${accountId}:secret:rds!db-0a1b2c3d-AbCdEf`],
  };
}

/** Facts of {@link site}. */
export const facts = sampleFacts(site);

/** All roles of a site that has everything. */
export function allRoles(of: Site = site): readonly RoleDocuments[] {
  return roleDocuments(of, sampleFacts(of), true);
}

/** One of the roles of {@link site}. */
export function roleOf(key: RoleKey | "tenant"): RoleDocuments {
  const found = allRoles().find((role) => role.key === key);
  if (found === undefined) {
    throw new Error(`no role ${key}`);
  }
  return found;
}
