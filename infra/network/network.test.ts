import assert from "node:assert/strict";
import { type CreatedNetworkConfig, NetworkConfig } from "../config/network";
import type { Site } from "../site";
import { type Registered, developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { INTERFACE_ENDPOINTS } from "./endpoints";
import type { ExistingVpcFacts } from "./existing";
import { Network, type NetworkArgs } from "./network";

const VPC = "awsx:ec2:Vpc";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
const boundary = "arn:aws:iam::111122223333:policy/boundary";

function created(values: object): CreatedNetworkConfig {
  const config = NetworkConfig.parse({ kind: "created", ...values });
  return config.kind === "created" ? config : assert.fail("not a created network");
}

function make(args: Omit<NetworkArgs, "dataKeyArn">) {
  return underMocks(() => {
    const network = new Network("network", { ...args, dataKeyArn });
    const { vpcId, cidrBlock, privateSubnetIds, publicSubnetIds, availabilityZones } = network;
    return { vpcId, cidrBlock, privateSubnetIds, publicSubnetIds, availabilityZones };
  });
}

function makeNew(site: Site, values: object, availabilityZones: string[], more: Partial<NetworkArgs> = {}) {
  return make({ site, plan: { kind: "created", config: created(values), availabilityZones }, ...more });
}

const types = (resources: readonly Registered[]) => [...new Set(resources.map(({ type }) => type))].sort();

describe("a network of production", () => {
  const run = () =>
    makeNew(productionSite, {}, ["us-west-2a", "us-west-2b", "us-west-2d"], {
      vpcTags: { environment: "prod" },
      permissionsBoundaryArn: boundary,
    });

  it("has a VPC over three zones with a NAT gateway each and the S3 gateway endpoint", async () => {
    const { resources, value } = await run();
    assert.deepEqual(only(resources, VPC, "network-kubeflow-prod").inputs, {
      cidrBlock: "10.0.0.0/16",
      availabilityZoneNames: ["us-west-2a", "us-west-2b", "us-west-2d"],
      enableDnsHostnames: true,
      enableDnsSupport: true,
      natGateways: { strategy: "OnePerAz" },
      subnetStrategy: "Auto",
      subnetNameTagStrategy: "AvailabilityZone",
      subnetSpecs: [
        {
          type: "Private",
          cidrBlocks: ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"],
          tags: {
            environment: "prod",
            "kubernetes.io/role/internal-elb": "1",
            "kubernetes.io/cluster/kubeflow-prod": "shared",
            "karpenter.sh/discovery": "kubeflow-prod",
          },
        },
        {
          type: "Public",
          cidrBlocks: ["10.0.192.0/24", "10.0.193.0/24", "10.0.194.0/24"],
          tags: {
            environment: "prod",
            "kubernetes.io/role/elb": "1",
            "kubernetes.io/cluster/kubeflow-prod": "shared",
          },
        },
      ],
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: "com.amazonaws.us-west-2.s3", vpcEndpointType: "Gateway" }],
      tags: { environment: "prod", Name: "kubeflow-prod" },
    });
    assert.equal(value.cidrBlock, "10.0.0.0/16");
    assert.deepEqual(value.availabilityZones, ["us-west-2a", "us-west-2b", "us-west-2d"]);
    assert.match(value.vpcId, /^vpc-/);
    assert.ok(value.privateSubnetIds.length > 0 && value.publicSubnetIds.length > 0);
  });

  it("has interface endpoints that only HTTPS from the VPC reaches", async () => {
    const { resources, value } = await run();
    const endpoints = resources.filter(({ type }) => type === ENDPOINT);
    assert.equal(endpoints.length, INTERFACE_ENDPOINTS.length);
    assert.deepEqual(only(resources, ENDPOINT, "network-endpoint-ecr-api").inputs, {
      vpcId: value.vpcId,
      serviceName: "com.amazonaws.us-west-2.ecr.api",
      vpcEndpointType: "Interface",
      subnetIds: value.privateSubnetIds,
      securityGroupIds: ["network-endpoints-id"],
      privateDnsEnabled: true,
      tags: { Name: "kubeflow-prod-ecr-api" },
    });
    const group = only(resources, "aws:ec2/securityGroup:SecurityGroup").inputs;
    assert.equal(group.name, "kubeflow-prod-endpoints");
    assert.deepEqual([group.ingress, group.egress], [undefined, undefined]);
    assert.deepEqual(only(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs, {
      securityGroupId: "network-endpoints-id",
      description: "HTTPS from the VPC",
      cidrIpv4: "10.0.0.0/16",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: { Name: "kubeflow-prod-endpoints-https" },
    });
  });

  it("records its traffic in an encrypted log group, by a role for nothing else", async () => {
    const { resources, value } = await run();
    const arn = "arn:aws:logs:us-west-2:111122223333:log-group";
    assert.deepEqual(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "kubeflow-prod-vpc-flow-logs",
      kmsKeyId: dataKeyArn,
      retentionInDays: 90,
      tags: { Name: "kubeflow-prod-vpc-flow-logs" },
    });
    const role = only(resources, "aws:iam/role:Role").inputs;
    assert.equal(role.name, "kubeflow-prod-vpc-flow-logs");
    assert.equal(role.permissionsBoundary, boundary);
    assert.deepEqual(JSON.parse(String(role.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-west-2:111122223333:vpc-flow-log/*" },
          },
        },
      ],
    });
    const permissions = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs;
    assert.deepEqual(JSON.parse(String(permissions.policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: `${arn}:kubeflow-prod-vpc-flow-logs:*`,
        },
        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${arn}:*` },
      ],
    });
    const log = only(resources, FLOW_LOG).inputs;
    assert.equal(log.vpcId, value.vpcId);
    assert.equal(log.trafficType, "ALL");
    assert.equal(log.iamRoleArn, "arn:aws:iam::111122223333:role/kubeflow-prod-vpc-flow-logs");
  });

  it("leaves nothing open in the VPC's default security group", async () => {
    const { resources, value } = await run();
    const { inputs } = only(resources, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    assert.deepEqual([inputs.vpcId, inputs.ingress, inputs.egress], [value.vpcId, [], []]);
  });
});

describe("a network of development", () => {
  it("has one NAT gateway and neither interface endpoints nor flow logs, where it says so", async () => {
    const values = {
      cidr: "10.64.0.0/18",
      natGateways: "single",
      interfaceEndpoints: false,
      flowLogs: { enabled: false },
    };
    const { resources } = await makeNew(developmentSite, values, ["us-west-2c", "us-west-2d"]);
    const { inputs } = only(resources, VPC, "network-kubeflow-dev");
    assert.deepEqual(inputs.natGateways, { strategy: "Single" });
    assert.deepEqual(inputs.tags, { Name: "kubeflow-dev" });
    assert.deepEqual(
      types(resources).filter((type) => type.startsWith("aws")),
      ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", VPC],
    );
  });

  it("has a role without a boundary where none is given", async () => {
    const { resources } = await makeNew(developmentSite, {}, ["us-west-2c", "us-west-2d"]);
    assert.ok(!("permissionsBoundary" in only(resources, "aws:iam/role:Role").inputs));
  });
});

describe("a network that is there", () => {
  it("is handed on, and nothing is made", async () => {
    const subnet = (id: string, cidrBlock: string, zone: string) => ({
      id,
      vpcId: "vpc-0a1b2c3d",
      cidrBlock,
      availabilityZone: `us-west-2${zone}`,
      availabilityZoneId: `usw2-az-${zone}`,
      mapPublicIpOnLaunch: false,
      availableIpAddressCount: 4000,
    });
    const facts: ExistingVpcFacts = {
      vpcId: "vpc-0a1b2c3d",
      cidrBlock: "10.8.0.0/16",
      cidrBlocks: ["10.8.0.0/16"],
      enableDnsHostnames: true,
      enableDnsSupport: true,
      privateSubnets: [
        subnet("subnet-1", "10.8.0.0/20", "a"),
        subnet("subnet-2", "10.8.16.0/20", "b"),
        subnet("subnet-3", "10.8.32.0/20", "a"),
      ],
      publicSubnets: [],
    };
    const { resources, value } = await make({ site: productionSite, plan: { kind: "existing", facts } });
    assert.deepEqual(value, {
      vpcId: "vpc-0a1b2c3d",
      cidrBlock: "10.8.0.0/16",
      privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
      publicSubnetIds: [],
      // In the order of the subnets, two of which are in one zone.
      availabilityZones: ["us-west-2a", "us-west-2b", "us-west-2a"],
    });
    assert.deepEqual(
      types(resources).filter((type) => type.startsWith("aws")),
      [],
    );
  });
});
