import { alertsMistakes } from "./alerts/rules";
import type { AwsInfraConfig } from "./config/aws";
import { isKubernetesVersion, KUBERNETES_VERSIONS } from "./cluster/versions";
import { unknownAddons } from "./cluster/addon-versions";
import { databaseMistakes } from "./database/rules";
import { edgeMistakes } from "./edge/rules";
import { awsFacts } from "./facts";
import { imagesMistakes } from "./images/rules";
import type { Mistake } from "./mistake";
import { prefixLength } from "./network/cidr";
import { createdNetworkMistakes } from "./network/rules";
import { nodeMistakes } from "./nodes/rules";
import { partitionOf, type Site } from "./site";
import { objectStorageMistakes } from "./storage/rules";

/**
 * What is wrong with the configuration of an environment on AWS beyond what each key allows by itself: everything
 * that can be known without asking AWS. Each room has the rules of its own keys; here are those of the keys that
 * belong to none, and what production must not do without.
 */
export function awsMistakes(config: AwsInfraConfig): Mistake[] {
  const facts = awsFacts();
  if (!facts.regions.includes(config.region)) {
    return [{ path: ["region"], message: `not a region of AWS; regions are ${facts.regions.join(", ")}` }];
  }
  const site = siteOf(config, "");
  return [
    ...clusterMistakes(config),
    ...arnMistakes(config, site),
    ...(config.network.kind === "created" ? networkMistakes(config.network, config.region) : []),
    ...nodeMistakes(config, facts),
    ...objectStorageMistakes(config.objectStorage, site),
    ...databaseMistakes(config.database, site),
    ...edgeMistakes(config.edge, site),
    ...imagesMistakes(config.images, site),
    ...alertsMistakes(config.alerts, site),
    ...(config.tier === "production" ? productionMistakes(config) : []),
  ];
}

/** Where an environment's resources are, and how their names begin. */
export function siteOf(config: AwsInfraConfig, environment: string): Site {
  return {
    environment,
    tier: config.tier,
    partition: partitionOf(config.region),
    region: config.region,
    accountId: config.accountId,
    clusterName: config.cluster.name,
  };
}

function networkMistakes(
  network: Extract<AwsInfraConfig["network"], { kind: "created" }>,
  region: string,
): Mistake[] {
  return createdNetworkMistakes(network, region).map(({ path, message }) => ({
    path: ["network", ...path],
    message,
  }));
}

/** Whether a version's support has ended is asked when it is about to be used: it depends on the day. */
function clusterMistakes({ cluster }: AwsInfraConfig): Mistake[] {
  const versions = Object.keys(KUBERNETES_VERSIONS).join(", ");
  return [
    ...(isKubernetesVersion(cluster.kubernetesVersion)
      ? []
      : [{ path: ["cluster", "kubernetesVersion"], message: `one of ${versions}, one minor at a time` }]),
    ...unknownAddons(cluster.addonVersions).map((addon) => ({
      path: ["cluster", "addonVersions", addon],
      message: "no add-on of this name is installed; infra/cluster/addon-versions.ts has their names",
    })),
  ];
}

/** ARNs of another partition, or keys of another region, are well-formed and never work. */
function arnMistakes({ cluster, encryption, identity }: AwsInfraConfig, site: Site): Mistake[] {
  const inPartition = [
    ...Object.entries(cluster.accessEntries).map(
      ([name, { roleArn }]) => [["cluster", "accessEntries", name, "roleArn"], roleArn] as const,
    ),
    [["identity", "permissionsBoundaryArn"], identity.permissionsBoundaryArn] as const,
  ];
  const inRegion = [
    [["cluster", "secretsKeyArn"], cluster.secretsKeyArn] as const,
    [["encryption", "dataKeyArn"], encryption.dataKeyArn] as const,
  ];
  return [
    ...inPartition
      .filter(([, arn]) => arn !== undefined && partOf(arn, 1) !== site.partition)
      .map(([path]) => ({
        path,
        message: `${site.region} is in partition ${site.partition}: arn:${site.partition}:…`,
      })),
    ...inRegion
      .filter(
        ([, arn]) =>
          arn !== undefined && (partOf(arn, 1) !== site.partition || partOf(arn, 3) !== site.region),
      )
      .map(([path]) => ({
        path,
        message: `a key of this region: arn:${site.partition}:kms:${site.region}:…`,
      })),
  ];
}

function partOf(arn: string, index: number): string | undefined {
  return arn.split(":")[index];
}

/** Networks with a shorter prefix are no networks of anybody: two of /1 are the whole internet. */
const WIDEST_PREFIX = 8;

/** What a production environment must not do without, of the keys that belong to no room. */
function productionMistakes({ cluster, network, backup, encryption }: AwsInfraConfig): Mistake[] {
  const open = cluster.publicAccessCidrs.findIndex((cidr) => prefixLength(cidr) < WIDEST_PREFIX);
  const risks: (Mistake | undefined)[] = [
    open === -1
      ? undefined
      : {
          path: ["cluster", "publicAccessCidrs", open],
          message: "production must not open the API server to the internet: name the networks that need it",
        },
    cluster.deletionProtection
      ? undefined
      : {
          path: ["cluster", "deletionProtection"],
          message: "true in production; or set tier to development",
        },
    network.kind === "created" && network.natGateways === "single"
      ? {
          path: ["network", "natGateways"],
          message: "one-per-az in production: with a single one, one zone's outage cuts off all of them",
        }
      : undefined,
    network.kind === "created" && !network.flowLogs.enabled
      ? {
          path: ["network", "flowLogs", "enabled"],
          message: "true in production; or set tier to development",
        }
      : undefined,
    backup.enabled
      ? undefined
      : { path: ["backup", "enabled"], message: "true in production; or set tier to development" },
    encryption.deletionWindowDays < 30
      ? {
          path: ["encryption", "deletionWindowDays"],
          message: "30 in production: a key that is gone takes all that it encrypted with it",
        }
      : undefined,
  ];
  return risks.filter((risk) => risk !== undefined);
}
