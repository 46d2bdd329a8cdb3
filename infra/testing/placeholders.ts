import * as pulumi from "@pulumi/pulumi";
import { awsFacts } from "../facts";
import { partitionOf } from "../site";

/** Where the mocked AWS is. */
export interface MockedPlace {
  readonly region: string;
  readonly accountId: string;
  /** The VPC that is there already, where the environment names one. */
  readonly vpcId?: string | undefined;
}

/** What a mocked AWS answers: values of the right form, the same ones each time. */
export interface MockedAws {
  /** The state of a resource that was registered. */
  resourceState(type: string, name: string, inputs: Inputs): Record<string, unknown>;
  /** The answer to a question. */
  callResult(token: string, inputs: object): Record<string, unknown>;
}

type Inputs = Readonly<Record<string, unknown>>;

/** A mocked AWS in a region and an account; by default in those of the tests' sites. */
export function mockedAws(
  place: MockedPlace = { region: "us-west-2", accountId: "111122223333" },
): MockedAws {
  const states = statesIn(place);
  const calls = callsIn(place);
  return {
    resourceState: (type, name, inputs) => ({
      ...arnsOf(place, type, name, inputs),
      ...inputs,
      ...states[type]?.(name),
    }),
    callResult: (token, inputs) => calls[token]?.(String(Reflect.get(inputs, "id"))) ?? {},
  };
}
type States = Readonly<Record<string, (name: string) => Record<string, unknown>>>;

/** What a resource's provider would add to its inputs, by the resource's type. */
function statesIn({ region, accountId }: MockedPlace): States {
  const endpoint = `https://0123456789ABCDEF0123456789ABCDEF.gr7.${region}.eks.amazonaws.com`;
  const masterUserSecrets = [
    {
      secretArn: `arn:${partitionOf(region)}:secretsmanager:${region}:${accountId}:secret:rds!db-00000000-AbCdEf`,
    },
  ];
  return {
    "awsx:ec2:Vpc": () => ({
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0a", "subnet-0b", "subnet-0c"],
      publicSubnetIds: ["subnet-1a", "subnet-1b", "subnet-1c"],
    }),
    "eks:index:Cluster": () => ({
      clusterSecurityGroupId: "sg-0123456789abcdef0",
      nodeSecurityGroupId: "sg-0123456789abcdef0",
      kubeconfigJson: JSON.stringify({
        clusters: [
          {
            name: "kubernetes",
            cluster: { server: endpoint, "certificate-authority-data": "Y2VydGlmaWNhdGU=" },
          },
        ],
      }),
      oidcProviderUrl: `https://oidc.eks.${region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
    }),
    "aws:acm/certificate:Certificate": () => ({
      domainValidationOptions: [
        {
          domainName: "example",
          resourceRecordName: "_0123456789abcdef.example.",
          resourceRecordType: "CNAME",
          resourceRecordValue: "_fedcba9876543210.acm-validations.aws.",
        },
      ],
    }),
    "aws:route53/zone:Zone": () => ({
      zoneId: "Z0123456789ABCDEFGHIJ",
      nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"],
    }),
    "aws:route53/record:Record": (name) => ({ fqdn: `${name}.example` }),
    "aws:cognito/userPoolClient:UserPoolClient": () => ({ clientSecret: pulumi.secret("generated") }),
    "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1 }),
    "aws:fsx/lustreFileSystem:LustreFileSystem": () => ({
      dnsName: `fs-0123456789abcdef0.fsx.${region}.amazonaws.com`,
      mountName: "abcdefgh",
    }),
    "aws:rds/instance:Instance": (name) => ({
      address: `${name}.example.${region}.rds.amazonaws.com`,
      masterUserSecrets,
    }),
    "aws:rds/cluster:Cluster": (name) => ({
      endpoint: `${name}.cluster-example.${region}.rds.amazonaws.com`,
      masterUserSecrets,
    }),
  };
}

type Calls = Readonly<Record<string, (id: string) => Record<string, unknown>>>;

/** What questions are answered, by the function that asks. Zones and what they offer are those of infra/facts. */
function callsIn({ region, accountId, vpcId = "vpc-0123456789abcdef0" }: MockedPlace): Calls {
  const subnets: string[] = [];
  const subnetIndex = (id: string): number => {
    if (!subnets.includes(id)) {
      subnets.push(id);
    }
    return subnets.indexOf(id);
  };
  const facts = awsFacts();
  const recorded = facts.zonesOf(region);
  const zones = recorded.length === 0 ? ["a", "b", "c"].map((letter) => `${region}${letter}`) : recorded;
  const offering = (type: string) => (recorded.length === 0 ? zones : facts.zonesOffering(type, region));
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId }),
    "aws:ec2/getSubnets:getSubnets": () => ({ ids: [] }),
    // A VPC that was there, its subnets in one zone after the other in the order in which they are asked for.
    "aws:ec2/getVpc:getVpc": (id) => ({
      id,
      cidrBlock: "10.8.0.0/16",
      cidrBlockAssociations: [{ cidrBlock: "10.8.0.0/16" }],
      enableDnsHostnames: true,
      enableDnsSupport: true,
    }),
    "aws:ec2/getSubnet:getSubnet": (id) => ({
      id,
      vpcId,
      cidrBlock: "10.8.0.0/20",
      availabilityZone: zones[subnetIndex(id) % zones.length],
      availabilityZoneId: `${region}-az${(subnetIndex(id) % zones.length) + 1}`,
      mapPublicIpOnLaunch: false,
      availableIpAddressCount: 4000,
    }),
    "aws:route53/getZone:getZone": () => ({ name: "acme.dev" }),
    "aws:eks/getAddonVersion:getAddonVersion": () => ({ version: "default-of-eks" }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
      region,
      names: zones,
      zoneIds: zones.map((_, index) => `${region}-az${index + 1}`),
    }),
    "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": () => {
      const offers = facts.instanceTypes.flatMap((type) => offering(type).map((zone) => ({ type, zone })));
      return { instanceTypes: offers.map(({ type }) => type), locations: offers.map(({ zone }) => zone) };
    },
  };
}

/** An ARN that names the resource as it will be named, where the program names it. */
function arnsOf(
  { region, accountId }: MockedPlace,
  type: string,
  name: string,
  inputs: Inputs,
): Record<string, unknown> {
  if (!type.startsWith("aws:")) {
    return {};
  }
  const [, moduleName = "", kind = ""] = type.split(":");
  const [service = ""] = moduleName.split("/");
  const physical = typeof inputs.name === "string" ? inputs.name : name;
  const partition = partitionOf(region);
  switch (service) {
    case "iam":
      return { arn: `arn:${partition}:iam::${accountId}:${kind.toLowerCase()}/${physical}`, name: physical };
    case "s3":
      return { arn: `arn:${partition}:s3:::${typeof inputs.bucket === "string" ? inputs.bucket : physical}` };
    case "kms":
      return {
        arn: `arn:${partition}:kms:${region}:${accountId}:key/00000000-0000-0000-0000-${String(physical.length).padStart(12, "0")}`,
      };
    default:
      return { arn: `arn:${partition}:${service}:${region}:${accountId}:${physical}` };
  }
}
