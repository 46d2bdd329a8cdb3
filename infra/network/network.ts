import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as vpc from "@pulumi/aws/vpc";
import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { CreatedNetworkConfig } from "../config/network";
import type { Site } from "../site";
import { interfaceEndpoints, s3GatewayService } from "./endpoints";
import { flowLogGroup, flowLogPermissions, flowLogTrust } from "./flow-log-policies";
import { type NetworkPlan, zonesOf } from "./plan";
import { layOutSubnets } from "./subnets";
import { privateSubnetTags, publicSubnetTags } from "./tags";

/** What a {@link Network} is made from. */
export interface NetworkArgs {
  /** Where it is. */
  readonly site: Site;
  /** What `planNetwork` decided. */
  readonly plan: NetworkPlan;
  /** KMS key of the flow logs. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Managed policy that bounds the flow logs' role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * Tags of everything inside the VPC's remote component, which the provider's default tags need not reach.
   * Default: none.
   */
  readonly vpcTags?: Readonly<Record<string, string>> | undefined;
}

/**
 * The VPC that everything is in: one that is made here, or one that is there.
 *
 * One that is made has a private and a public subnet in each zone, NAT gateways (33 USD a month each and 0.045 USD a
 * GB, in us-east-1), the S3 gateway endpoint (free of charge), interface endpoints (7 USD a month each a zone) and
 * flow logs, both where configured. Of one that is there, nothing is changed.
 */
export class Network extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Its range; the first of them, where a VPC that was there has several. */
  readonly cidrBlock: pulumi.Output<string>;
  /** Subnets of nodes and pods. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets of load balancers that the internet reaches; none where a VPC that was there has none. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Zones of the private subnets, in their order; one comes up twice where a VPC that was there has two in it. */
  readonly availabilityZones: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Network", name, {}, opts);
    const { site, plan } = args;
    if (plan.kind === "existing") {
      const { facts } = plan;
      this.vpcId = pulumi.output(facts.vpcId);
      this.cidrBlock = pulumi.output(facts.cidrBlock);
      this.privateSubnetIds = pulumi.output(facts.privateSubnets.map(({ id }) => id));
      this.publicSubnetIds = pulumi.output(facts.publicSubnets.map(({ id }) => id));
      this.availabilityZones = pulumi.output(zonesOf(plan));
    } else {
      const made = this.makeVpc(name, site, plan.config, plan.availabilityZones, args.vpcTags);
      this.vpcId = made.vpcId;
      this.cidrBlock = pulumi.output(plan.config.cidr);
      this.privateSubnetIds = made.privateSubnetIds;
      this.publicSubnetIds = made.publicSubnetIds;
      this.availabilityZones = pulumi.output(zonesOf(plan));
      this.closeDefaultSecurityGroup(name, site);
      if (plan.config.interfaceEndpoints) {
        this.makeInterfaceEndpoints(name, site);
      }
      if (plan.config.flowLogs.enabled) {
        this.recordTraffic(name, args, plan.config.flowLogs.retentionDays);
      }
    }
    this.registerOutputs({
      vpcId: this.vpcId,
      cidrBlock: this.cidrBlock,
      privateSubnetIds: this.privateSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
      availabilityZones: this.availabilityZones,
    });
  }

  private makeVpc(
    name: string,
    site: Site,
    config: CreatedNetworkConfig,
    zones: readonly string[],
    tags: Readonly<Record<string, string>> = {},
  ): awsx.Vpc {
    const layout = layOutSubnets(config.cidr, zones.length);
    return new awsx.Vpc(
      // The Name tags of subnets, route tables and NAT gateways are made of it.
      `${name}-${site.clusterName}`,
      {
        cidrBlock: config.cidr,
        availabilityZoneNames: [...zones],
        // Nodes can't join without both (EKS user guide, networking requirements).
        enableDnsHostnames: true,
        enableDnsSupport: true,
        natGateways: { strategy: config.natGateways === "single" ? "Single" : "OnePerAz" },
        subnetStrategy: "Auto",
        subnetNameTagStrategy: "AvailabilityZone",
        subnetSpecs: [
          { type: "Private", cidrBlocks: [...layout.private], tags: { ...tags, ...privateSubnetTags(site) } },
          { type: "Public", cidrBlocks: [...layout.public], tags: { ...tags, ...publicSubnetTags(site) } },
        ],
        // With "Auto" a gateway endpoint is put into all route tables of the VPC.
        vpcEndpointStrategy: "Auto",
        vpcEndpointSpecs: [{ serviceName: s3GatewayService(site), vpcEndpointType: "Gateway" }],
        tags: { ...tags, Name: site.clusterName },
      },
      { parent: this },
    );
  }

  /** Every VPC has a group that lets its members reach each other; what names no group gets it. It is emptied. */
  private closeDefaultSecurityGroup(name: string, { clusterName }: Site): void {
    new ec2.DefaultSecurityGroup(
      `${name}-default-security-group`,
      { vpcId: this.vpcId, ingress: [], egress: [], tags: { Name: `${clusterName}-default-unused` } },
      { parent: this },
    );
  }

  private makeInterfaceEndpoints(name: string, site: Site): void {
    const group = new ec2.SecurityGroup(
      `${name}-endpoints`,
      {
        name: `${site.clusterName}-endpoints`,
        description: "HTTPS from the VPC to the interface endpoints of AWS services",
        vpcId: this.vpcId,
        tags: { Name: `${site.clusterName}-endpoints` },
      },
      { parent: this },
    );
    new vpc.SecurityGroupIngressRule(
      `${name}-endpoints-https`,
      {
        securityGroupId: group.id,
        description: "HTTPS from the VPC",
        cidrIpv4: this.cidrBlock,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: { Name: `${site.clusterName}-endpoints-https` },
      },
      { parent: this },
    );
    for (const { key, serviceName } of interfaceEndpoints(site)) {
      new ec2.VpcEndpoint(
        `${name}-endpoint-${key}`,
        {
          vpcId: this.vpcId,
          serviceName,
          vpcEndpointType: "Interface",
          subnetIds: this.privateSubnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: { Name: `${site.clusterName}-${key}` },
        },
        { parent: this },
      );
    }
  }

  private recordTraffic(name: string, args: NetworkArgs, retentionInDays: number): void {
    const { site, dataKeyArn, permissionsBoundaryArn } = args;
    const roleName = `${site.clusterName}-vpc-flow-logs`;
    const group = new cloudwatch.LogGroup(
      `${name}-flow-logs`,
      { name: flowLogGroup(site), kmsKeyId: dataKeyArn, retentionInDays, tags: { Name: flowLogGroup(site) } },
      { parent: this },
    );
    const role = new iam.Role(
      `${name}-flow-logs`,
      {
        name: roleName,
        description: `Writes the flow logs of ${site.clusterName}'s VPC`,
        assumeRolePolicy: JSON.stringify(flowLogTrust(site)),
        ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: permissionsBoundaryArn }),
        tags: { Name: roleName },
      },
      { parent: this },
    );
    const permissions = new iam.RolePolicy(
      `${name}-flow-logs`,
      { name: roleName, role: role.name, policy: JSON.stringify(flowLogPermissions(site)) },
      { parent: this },
    );
    new ec2.FlowLog(
      `${name}-flow-logs`,
      {
        vpcId: this.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        tags: { Name: roleName },
      },
      // The first records are lost where the role may not write yet.
      { parent: this, dependsOn: permissions },
    );
  }
}
