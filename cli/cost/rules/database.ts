import { at, numberAt, textAt } from "../inputs";
import { mysqlSupportEnded } from "../lifecycle";
import {
  type InventoryResource,
  perUse,
  type Quantity,
  type Rule,
  standing,
  type Surroundings,
  unknown,
} from "../quantities";

const SERVERLESS = "db.serverless";
/** Performance Insights are free when kept for so many days. */
const FREE_INSIGHTS_DAYS = 7;

/**
 * An RDS instance. A standby in another zone is a second instance with a second copy of the storage, and both are
 * charged (RDS user guide, "Multi-AZ DB instances" under "On-Demand DB instances").
 */
const instance: Rule = (resource, around) => {
  const { inputs } = resource;
  const instanceClass = textAt(inputs, "instanceClass") ?? "";
  const engine = textAt(inputs, "engine") ?? "";
  const copies = at(inputs, "multiAz") === true ? 2 : 1;
  const note = copies === 2 ? "with its standby" : undefined;
  const price: Quantity =
    engine === "mysql"
      ? {
          part: "database",
          resource: resource.name,
          count: copies,
          of: { kind: "database", class: instanceClass },
          ...(note !== undefined && { note }),
        }
      : unknown("database", resource, `${instanceClass} for ${engine}`);
  return [
    price,
    ...storage(resource, copies, note),
    ...extendedSupport(resource, around, instanceClass, copies),
    ...insights(resource),
    ...password(resource),
    perUse("database", resource, "rdsBackup"),
  ];
};

function storage(resource: InventoryResource, copies: number, note: string | undefined): readonly Quantity[] {
  const size = numberAt(resource.inputs, "allocatedStorage");
  const type = textAt(resource.inputs, "storageType") ?? "gp2";
  const more = at(resource.inputs, "iops") ?? at(resource.inputs, "storageThroughput");
  return [
    size === undefined || type !== "gp3"
      ? unknown("database", resource, `${type} storage of a database`)
      : standing("database", resource, "rdsGp3", size * copies, note),
    ...(more === undefined ? [] : [unknown("database", resource, "IOPS and throughput beyond gp3's own")]),
  ];
}

/** Charged by the vCPU, the standby's too. */
function extendedSupport(
  resource: InventoryResource,
  { now, databaseVcpus }: Surroundings,
  instanceClass: string,
  copies: number,
): readonly Quantity[] {
  const { inputs } = resource;
  const ended =
    textAt(inputs, "engine") === "mysql"
      ? mysqlSupportEnded(textAt(inputs, "engineVersion") ?? "", now)
      : undefined;
  // With this setting RDS upgrades the database by itself, or refuses to make one.
  const declined = textAt(inputs, "engineLifecycleSupport") === "open-source-rds-extended-support-disabled";
  if (ended === undefined || declined) {
    return [];
  }
  const vcpus = databaseVcpus(instanceClass);
  return vcpus === undefined
    ? [unknown("database", resource, `RDS Extended Support of ${instanceClass}`)]
    : [
        standing(
          "database",
          resource,
          "rdsExtendedSupport",
          vcpus * copies,
          `standard support of MySQL ${textAt(inputs, "engineVersion") ?? ""} ended on ${ended}`,
        ),
      ];
}

function insights(resource: InventoryResource): readonly Quantity[] {
  const days = numberAt(resource.inputs, "performanceInsightsRetentionPeriod") ?? FREE_INSIGHTS_DAYS;
  return days > FREE_INSIGHTS_DAYS
    ? [unknown("database", resource, `Performance Insights kept for ${days} days`)]
    : [];
}

/** A password that RDS manages is a secret of Secrets Manager like any other. */
function password(resource: InventoryResource): readonly Quantity[] {
  return at(resource.inputs, "manageMasterUserPassword") === true
    ? [standing("keys and secrets", resource, "secret", 1, "the database's password")]
    : [];
}

const cluster: Rule = (resource) => [
  perUse("database", resource, "auroraStorage"),
  perUse("database", resource, "auroraIo"),
  ...insights(resource),
  ...password(resource),
];

/** An instance of a serverless cluster stands at the cluster's least capacity when nobody asks anything. */
const clusterInstance: Rule = (resource, { resources }) => {
  const instanceClass = textAt(resource.inputs, "instanceClass") ?? "";
  if (instanceClass !== SERVERLESS) {
    return [unknown("database", resource, `${instanceClass} of Aurora`)];
  }
  const least = numberAt(
    clusterOf(resource, resources)?.inputs,
    "serverlessv2ScalingConfiguration",
    "minCapacity",
  );
  return least === undefined
    ? [unknown("database", resource, "capacity of a serverless database")]
    : [
        standing("database", resource, "auroraCapacity", least, "at its least capacity"),
        ...insights(resource),
      ];
};

function clusterOf(
  { inputs }: InventoryResource,
  resources: readonly InventoryResource[],
): InventoryResource | undefined {
  const identifier = textAt(inputs, "clusterIdentifier");
  const clusters = resources.filter(({ type }) => type === "aws:rds/cluster:Cluster");
  const named = clusters.find(
    (one) => identifier === `${one.name}-id` || identifier === textAt(one.inputs, "clusterIdentifier"),
  );
  return named ?? (clusters.length === 1 ? clusters[0] : undefined);
}

/** Rules of databases. */
export const databaseRules: Readonly<Record<string, Rule>> = {
  "aws:rds/instance:Instance": instance,
  "aws:rds/cluster:Cluster": cluster,
  "aws:rds/clusterInstance:ClusterInstance": clusterInstance,
};
