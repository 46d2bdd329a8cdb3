import { at, listAt, numberAt, textAt } from "../inputs";
import {
  type InventoryResource,
  perUse,
  type Quantity,
  type Rule,
  standing,
  type Surroundings,
} from "../quantities";

/** How many zones a VPC has where its program doesn't say: the default of awsx.ec2.Vpc. */
const DEFAULT_ZONES = 3;

/** The number of Availability Zones of an environment's network. */
export function zonesOf(resources: readonly InventoryResource[]): number {
  const vpc = resources.find(({ type }) => type === "awsx:ec2:Vpc");
  const named = listAt(vpc?.inputs, "availabilityZoneNames").length;
  return named > 0 ? named : (numberAt(vpc?.inputs, "numberOfAvailabilityZones") ?? DEFAULT_ZONES);
}

/** A VPC of awsx is one resource in an inventory, but NAT gateways with their addresses, and endpoints, are in it. */
const vpc: Rule = (resource, around) => {
  const strategy = textAt(resource.inputs, "natGateways", "strategy") ?? "OnePerAz";
  const gateways = strategy === "None" ? 0 : strategy === "Single" ? 1 : around.zones;
  const given = listAt(resource.inputs, "natGateways", "elasticIpAllocationIds").length;
  const endpoints = listAt(resource.inputs, "vpcEndpointSpecs").flatMap((spec) =>
    endpoint(resource, spec, around),
  );
  return gateways === 0
    ? endpoints
    : [
        standing("network", resource, "natGateway", gateways),
        standing(
          "network",
          resource,
          "publicIpv4",
          Math.max(0, gateways - given),
          "one for each NAT gateway",
        ),
        perUse("network", resource, "natData"),
        ...endpoints,
      ];
};

/** Endpoints of S3 and DynamoDB are of type Gateway and free. */
function endpoint(
  resource: InventoryResource,
  inputs: unknown,
  { zones }: Surroundings,
): readonly Quantity[] {
  if (textAt(inputs, "vpcEndpointType") !== "Interface") {
    return [];
  }
  const subnets = listAt(inputs, "subnetIds").length;
  return [
    standing("network", resource, "interfaceEndpoint", subnets > 0 ? subnets : zones),
    perUse("network", resource, "endpointData"),
  ];
}

/** Rules of what is in a network. */
export const networkRules: Readonly<Record<string, Rule>> = {
  "awsx:ec2:Vpc": vpc,
  "aws:ec2/vpcEndpoint:VpcEndpoint": (resource, around) => endpoint(resource, resource.inputs, around),
  "aws:ec2/natGateway:NatGateway": (resource) => [
    standing("network", resource, "natGateway", 1),
    perUse("network", resource, "natData"),
  ],
  "aws:ec2/eip:Eip": (resource) => [standing("network", resource, "publicIpv4", 1)],
  "aws:ec2/flowLog:FlowLog": (resource) =>
    at(resource.inputs, "logDestinationType") === "s3" ? [] : [perUse("network", resource, "logsIngested")],
};
