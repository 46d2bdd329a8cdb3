import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { UserError, messageOf } from "../../config/errors";
import type { ExistingNetworkConfig } from "../config/network";
import type { Site } from "../site";
import { prefixLength } from "./cidr";
import { SERVICE_RANGES, serviceRange } from "./service-range";
import { PRIVATE_SUBNET_PREFIX } from "./subnets";
import { UNSUPPORTED_ZONE_IDS } from "./zones";

/** A subnet as it is. */
export interface SubnetFacts {
  readonly id: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  /** Whether what starts there gets a public address. */
  readonly mapPublicIpOnLaunch: boolean;
  readonly availableIpAddressCount: number;
}

/** A VPC as it is, with the subnets that the configuration names. */
export interface ExistingVpcFacts {
  readonly vpcId: string;
  /** Its first range. */
  readonly cidrBlock: string;
  /** All of its ranges. */
  readonly cidrBlocks: readonly string[];
  readonly enableDnsHostnames: boolean;
  readonly enableDnsSupport: boolean;
  readonly privateSubnets: readonly SubnetFacts[];
  readonly publicSubnets: readonly SubnetFacts[];
}

/** Free addresses that EKS wants of a subnet for itself (EKS user guide, "Subnet requirements for clusters"). */
const FREE_ADDRESSES = 16;

const KEY = "kubeflow-infra:network";

/**
 * Asks AWS what a VPC and its subnets are like; reads only. To be called before any resource is registered.
 *
 * @throws UserError (exit code 1) where AWS doesn't answer or doesn't know one of them
 */
export async function inspectExistingVpc(
  config: ExistingNetworkConfig,
  site: Site,
  provider: pulumi.ProviderResource,
): Promise<ExistingVpcFacts> {
  const subnets = (ids: readonly string[]): Promise<SubnetFacts[]> =>
    Promise.all(ids.map((id) => asked(`subnet ${id}`, site, () => ec2.getSubnet({ id }, { provider }))));
  const [vpc, privateSubnets, publicSubnets] = await Promise.all([
    asked(`VPC ${config.vpcId}`, site, () => ec2.getVpc({ id: config.vpcId }, { provider })),
    subnets(config.privateSubnetIds),
    subnets(config.publicSubnetIds),
  ]);
  return {
    vpcId: vpc.id,
    cidrBlock: vpc.cidrBlock,
    cidrBlocks: [...new Set([vpc.cidrBlock, ...vpc.cidrBlockAssociations.map(({ cidrBlock }) => cidrBlock)])],
    enableDnsHostnames: vpc.enableDnsHostnames,
    enableDnsSupport: vpc.enableDnsSupport,
    privateSubnets,
    publicSubnets,
  };
}

/**
 * Requires of a VPC what EKS and the load balancers need (EKS user guide, "View Amazon EKS networking requirements for
 * VPC and subnets"), and room for pods. Routes are not looked at: with a transit gateway or endpoints, many will do.
 *
 * @throws UserError with every mistake
 */
export function checkExistingVpc(facts: ExistingVpcFacts): void {
  const mistakes = [...vpcMistakes(facts), ...privateMistakes(facts), ...publicMistakes(facts)];
  if (mistakes.length > 0) {
    throw new UserError(
      [`${facts.vpcId} can't hold the cluster:`, ...mistakes.map((one) => `  ${KEY}.${one}`)].join("\n"),
      "change the VPC, or name one and subnets that fit; docs/configuration.md says what is needed",
    );
  }
}

/** The zones of some subnets, each once, by name. */
export function zonesOfSubnets(subnets: readonly SubnetFacts[]): string[] {
  return [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
}

function vpcMistakes(facts: ExistingVpcFacts): string[] {
  const { enableDnsSupport, enableDnsHostnames, cidrBlocks } = facts;
  const taken = serviceRange(cidrBlocks) === undefined;
  return [
    ...when(!enableDnsSupport, "vpcId: DNS resolution is off; nodes can't join without it"),
    ...when(!enableDnsHostnames, "vpcId: DNS hostnames are off; nodes can't join without them"),
    ...when(
      taken,
      `vpcId: its ranges ${cidrBlocks.join(", ")} leave neither ${SERVICE_RANGES.join(" nor ")} free for Kubernetes Services`,
    ),
  ];
}

function privateMistakes(facts: ExistingVpcFacts): string[] {
  const zones = zonesOfSubnets(facts.privateSubnets);
  return [
    ...facts.privateSubnets.flatMap((subnet) => {
      const where = `privateSubnetIds: ${subnet.id}`;
      const { cidrBlock, availableIpAddressCount: free } = subnet;
      return [
        ...subnetMistakes(subnet, where, facts),
        ...when(
          prefixLength(cidrBlock) > PRIVATE_SUBNET_PREFIX,
          `${where} is ${cidrBlock}; /${PRIVATE_SUBNET_PREFIX} or larger is needed, since every pod takes an address`,
        ),
        ...when(
          free < FREE_ADDRESSES,
          `${where} has ${free} free addresses; EKS itself needs ${FREE_ADDRESSES}`,
        ),
        ...when(
          subnet.mapPublicIpOnLaunch,
          `${where} gives public addresses to what starts there; nodes must not have any`,
        ),
      ];
    }),
    ...when(
      zones.length < 2,
      `privateSubnetIds: all are in ${zones.join()}; two different zones or more are needed`,
    ),
    ...repeated(facts.privateSubnets, "privateSubnetIds"),
  ];
}

function publicMistakes(facts: ExistingVpcFacts): string[] {
  const { privateSubnets, publicSubnets } = facts;
  const both = publicSubnets.filter(({ id }) => privateSubnets.some((other) => other.id === id));
  const zones = zonesOfSubnets(publicSubnets);
  return [
    ...publicSubnets.flatMap((subnet) => subnetMistakes(subnet, `publicSubnetIds: ${subnet.id}`, facts)),
    ...both.map(({ id }) => `publicSubnetIds: ${id} is one of privateSubnetIds too`),
    ...when(
      zones.length === 1,
      `publicSubnetIds: all are in ${zones.join()}; an application load balancer needs two zones`,
    ),
    ...repeated(publicSubnets, "publicSubnetIds"),
  ];
}

function subnetMistakes(subnet: SubnetFacts, where: string, { vpcId }: ExistingVpcFacts): string[] {
  const { availabilityZone: zone, availabilityZoneId: zoneId } = subnet;
  const unsupported: readonly string[] = UNSUPPORTED_ZONE_IDS;
  return [
    ...when(subnet.vpcId !== vpcId, `${where} belongs to ${subnet.vpcId}`),
    ...when(unsupported.includes(zoneId), `${where} is in ${zone} (${zoneId}), where EKS does not run`),
  ];
}

function repeated(subnets: readonly SubnetFacts[], key: string): string[] {
  const ids = subnets.map(({ id }) => id);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) < index));
  return [...twice].map((id) => `${key}: ${id} is named more than once`);
}

function when(wrong: boolean, mistake: string): string[] {
  return wrong ? [mistake] : [];
}

async function asked<Answer>(what: string, site: Site, question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    throw new UserError(
      `AWS did not describe ${what}, which Pulumi.${site.environment}.yaml names under ${KEY}: ${messageOf(error)}`,
      `check the id, that it is in ${site.region} and account ${site.accountId}, and the credentials`,
      1,
    );
  }
}
