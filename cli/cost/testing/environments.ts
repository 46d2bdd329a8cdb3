import { INTERFACE_ENDPOINTS } from "../../../infra/network/endpoints";
import type { EnvironmentConfig } from "../environment";
import type { InventoryResource } from "../quantities";
import { AwsInfraConfig } from "../../../infra/config";

/** Environments as the infra program registers them, reduced to what costs money or looks as if it did. */

interface Choices {
  readonly zones: number;
  readonly nat: "Single" | "OnePerAz";
  readonly endpoints: boolean;
  readonly database: Readonly<Record<string, unknown>> | undefined;
  readonly edge: boolean;
  readonly efs: boolean;
}

function resource(type: string, name: string, inputs: object = {}): InventoryResource {
  return { type, name, inputs };
}

function environment({ zones, nat, endpoints, database, edge, efs }: Choices): readonly InventoryResource[] {
  const names = ["a", "b", "c"].slice(0, zones);
  const subnetIds = names.map((zone) => `subnet-0${zone}`);
  return [
    resource("awsx:ec2:Vpc", "network-kubeflow", {
      availabilityZoneNames: names.map((zone) => `us-west-2${zone}`),
      natGateways: { strategy: nat },
      vpcEndpointSpecs: [{ serviceName: "com.amazonaws.us-west-2.s3", vpcEndpointType: "Gateway" }],
    }),
    ...(endpoints
      ? INTERFACE_ENDPOINTS.map(({ service }) =>
          resource("aws:ec2/vpcEndpoint:VpcEndpoint", `network-endpoint-${service}`, {
            vpcEndpointType: "Interface",
            subnetIds,
          }),
        )
      : []),
    resource("eks:index:Cluster", "cluster", { version: "1.35", skipDefaultNodeGroup: true }),
    resource("aws:ec2/launchTemplate:LaunchTemplate", "system-template", {
      name: "kubeflow-system",
      // Bottlerocket's system volume, then the one of images.
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: 4, volumeType: "gp3" } },
        { deviceName: "/dev/xvdb", ebs: { volumeSize: 100, volumeType: "gp3" } },
      ],
    }),
    resource("aws:eks/nodeGroup:NodeGroup", "system-group", {
      capacityType: "ON_DEMAND",
      instanceTypes: ["m7i.large"],
      launchTemplate: { id: "system-template-id" },
      scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
    }),
    resource("aws:sqs/queue:Queue", "karpenter-interruptions"),
    ...["data", "cluster-secrets"].map((name) => resource("aws:kms/key:Key", `encryption-${name}`)),
    ...["artifacts", "models", "logs", "backups"].map((name) => resource("aws:s3/bucket:Bucket", name)),
    ...(efs ? [resource("aws:efs/fileSystem:FileSystem", "efs", { throughputMode: "elastic" })] : []),
    ...(database === undefined ? [] : [resource("aws:rds/instance:Instance", "database", database)]),
    ...(edge
      ? [
          resource("aws:route53/zone:Zone", "edge-zone"),
          resource("aws:acm/certificate:Certificate", "edge-certificate"),
          resource("aws:wafv2/webAcl:WebAcl", "edge-acl", { rules: [{}, {}, {}, {}] }),
          resource("aws:cognito/userPool:UserPool", "edge-users", { userPoolTier: "PLUS" }),
          resource("aws:secretsmanager/secret:Secret", "edge-client-secret"),
        ]
      : []),
    resource("aws:cloudwatch/logGroup:LogGroup", "cluster-logs"),
    resource("aws:iam/role:Role", "some-role"),
    resource("aws:budgets/budget:Budget", "budget"),
  ];
}

/** What dev is likely to be: two zones, one NAT gateway, a small database in one zone, no domain. */
export const dev = environment({
  zones: 2,
  nat: "Single",
  endpoints: false,
  database: {
    engine: "mysql",
    engineVersion: "8.0",
    instanceClass: "db.t4g.medium",
    multiAz: false,
    storageType: "gp3",
    allocatedStorage: 20,
    manageMasterUserPassword: true,
  },
  edge: false,
  efs: true,
});

/** What prod is likely to be: everything over three zones. */
export const prod = environment({
  zones: 3,
  nat: "OnePerAz",
  endpoints: true,
  database: {
    engine: "mysql",
    engineVersion: "8.0",
    instanceClass: "db.m7g.large",
    multiAz: true,
    storageType: "gp3",
    allocatedStorage: 50,
    manageMasterUserPassword: true,
    performanceInsightsRetentionPeriod: 7,
  },
  edge: true,
  efs: true,
});

/** Infra's configuration with a CPU and a GPU pool. */
export function configIn(region: string, domain?: string): EnvironmentConfig {
  const keys: Readonly<Record<string, unknown>> = {
    region,
    accountId: "111122223333",
    tags: { owner: "ml", costCenter: "42" },
    cluster: { kind: "eks", name: "kubeflow" },
    nodePools: [
      { name: "cpu", instanceTypes: ["m7i.xlarge", "m7i.2xlarge"], limits: { cpu: 64, memoryGiB: 256 } },
      {
        name: "gpu-spot",
        instanceTypes: ["g6.xlarge", "g9.unheard"],
        capacityTypes: ["spot", "on-demand"],
        limits: { cpu: 64, memoryGiB: 256, gpu: 4 },
      },
    ],
    ...(domain !== undefined && { edge: { domain, signOn: { kind: "cognito" } } }),
  };
  return AwsInfraConfig.parse(keys);
}
