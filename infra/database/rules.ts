import type { AuroraConfig, DatabaseConfig, RdsConfig } from "../config/database";
import type { Site } from "../site";
import type { Mistake } from "../mistake";
import { databaseNames, isIdentifier } from "./names";

/** Fewer days than this are too few to notice in that something was lost. */
export const MIN_PRODUCTION_BACKUP_DAYS = 7;

/** RDS lets storage grow by itself only where the limit is 10 % above what is allocated, or more. */
const AUTOSCALING_PERCENT = 110;

/**
 * What the schema alone can't refuse of `database`: numbers that contradict each other, names that RDS does not
 * take, and what production must not do without.
 */
export function databaseMistakes(
  config: DatabaseConfig,
  site: Pick<Site, "tier" | "clusterName">,
): Mistake[] {
  switch (config.kind) {
    case "in-cluster":
      return inProduction(site, [
        mistake("kind", "one pod on one volume loses every run with its node; use rds or aurora-serverless"),
      ]);
    case "rds":
      return [
        ...nameMistakes(site, "mysql"),
        ...rdsMistakes(config),
        ...inProduction(site, rdsRisks(config)),
      ];
    case "aurora-serverless":
      return [
        ...nameMistakes(site, "aurora"),
        ...auroraMistakes(config),
        ...inProduction(site, auroraRisks(config)),
      ];
  }
}

function rdsMistakes(config: RdsConfig): Mistake[] {
  const least = Math.ceil((config.storageGiB * AUTOSCALING_PERCENT) / 100);
  return [
    ...when(
      config.maxStorageGiB < least,
      "maxStorageGiB",
      `${config.maxStorageGiB} GiB leave ${config.storageGiB} GiB no room to grow; RDS asks for ${least} or more`,
    ),
    ...when(
      config.maxStorageGiB > MAX_GP3_GIB,
      "maxStorageGiB",
      `a gp3 volume of RDS for MySQL has ${MAX_GP3_GIB} GiB or fewer`,
    ),
  ];
}

/** RDS API Reference, CreateDBInstance: gp3 of RDS for MySQL is 20 to 65536 GiB. */
const MAX_GP3_GIB = 65536;

function auroraMistakes({ minCapacity, maxCapacity }: AuroraConfig): Mistake[] {
  return when(
    maxCapacity < minCapacity,
    "maxCapacity",
    `${maxCapacity} ACU are less than minCapacity, ${minCapacity}; give as much or more`,
  );
}

function rdsRisks(config: RdsConfig): Mistake[] {
  return [
    ...when(
      !config.multiAz,
      "multiAz",
      "without a standby Kubeflow stops when a zone does, and at every maintenance; set true",
    ),
    ...when(
      /^db\.t\d/.test(config.instanceClass),
      "instanceClass",
      `${config.instanceClass} is burstable: how fast it is depends on the hours before; use a class such as db.m7g.large`,
    ),
    ...managedRisks(config),
  ];
}

function auroraRisks(config: AuroraConfig): Mistake[] {
  return [
    ...when(
      config.readers < 1,
      "readers",
      "without a reader in another zone there is nothing to fail over to; set 1 or more",
    ),
    ...when(
      config.minCapacity === 0,
      "minCapacity",
      "0 stops an idle database, and who comes first waits until it has started; set 0.5 or more",
    ),
    ...managedRisks(config),
  ];
}

function managedRisks(config: RdsConfig | AuroraConfig): Mistake[] {
  return [
    ...when(
      !config.deletionProtection,
      "deletionProtection",
      "destroy would delete the record of every run, model and experiment; set true",
    ),
    ...when(
      config.backupRetentionDays < MIN_PRODUCTION_BACKUP_DAYS,
      "backupRetentionDays",
      `what is lost on a Friday is noticed the week after; set ${MIN_PRODUCTION_BACKUP_DAYS} or more`,
    ),
  ];
}

function nameMistakes(site: Pick<Site, "clusterName">, engine: "mysql" | "aurora"): Mistake[] {
  const { identifier } = databaseNames(site, engine);
  return isIdentifier(identifier)
    ? []
    : [
        {
          path: ["cluster", "name"],
          message: `the database would be ${identifier}, which RDS refuses: no two dashes in a row, 63 characters or fewer`,
        },
      ];
}

function inProduction(site: Pick<Site, "tier">, risks: Mistake[]): Mistake[] {
  return site.tier === "production"
    ? risks.map(({ path, message }) => ({
        path,
        message: `not in production: ${message}; or set tier to development`,
      }))
    : [];
}

function when(isWrong: boolean, key: string, message: string): Mistake[] {
  return isWrong ? [mistake(key, message)] : [];
}

function mistake(key: string, message: string): Mistake {
  return { path: ["database", key], message };
}
