import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { keyOf } from "../prices/table";
import type { InventoryResource } from "../quantities";
import { isFree } from "./free";
import { quantitiesOf, RULES } from "./index";
import { zonesOf } from "./network";

interface Around {
  readonly others?: readonly InventoryResource[];
  readonly now?: string;
}

/** What of a resource is counted all the time, as `part: count × price`, and what is paid by use. */
function priced(type: string, inputs: object, { others = [], now = "2026-07-01" }: Around = {}): string[] {
  const resources = [{ type, name: "it", inputs }, ...others];
  return quantitiesOf({
    resources,
    zones: zonesOf(resources),
    now: new Date(now),
    databaseVcpus: (name) => (name === "db.m7g.large" ? 2 : undefined),
  })
    .filter(({ resource }) => resource === "it")
    .map(({ part, count, of }) => `${part}: ${count ?? "use"} × ${keyOf(of)}`);
}

const standing = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes("use ×"));

describe("rules", () => {
  it("find NAT gateways and their addresses inside of a VPC", () => {
    const vpc = (inputs: object): string[] => standing(priced("awsx:ec2:Vpc", inputs));
    const two = { availabilityZoneNames: ["us-west-2a", "us-west-2b"] };
    assert.deepEqual(vpc({ ...two, natGateways: { strategy: "OnePerAz" } }), [
      "network: 2 × natGateway",
      "network: 2 × publicIpv4",
    ]);
    assert.deepEqual(vpc({ ...two, natGateways: { strategy: "Single" } }), [
      "network: 1 × natGateway",
      "network: 1 × publicIpv4",
    ]);
    assert.deepEqual(vpc({ natGateways: { strategy: "None" } }), []);
    assert.deepEqual(vpc({}), ["network: 3 × natGateway", "network: 3 × publicIpv4"], "awsx' own defaults");
    assert.deepEqual(vpc({ numberOfAvailabilityZones: 2 }), [
      "network: 2 × natGateway",
      "network: 2 × publicIpv4",
    ]);
  });

  it("count an interface endpoint once for each zone, and gateway endpoints never", () => {
    const type = "aws:ec2/vpcEndpoint:VpcEndpoint";
    const endpoint = (inputs: object, others: readonly InventoryResource[] = []): string[] =>
      standing(priced(type, inputs, { others }));
    assert.deepEqual(endpoint({ vpcEndpointType: "Interface", subnetIds: ["a", "b"] }), [
      "network: 2 × interfaceEndpoint",
    ]);
    const vpc = { type: "awsx:ec2:Vpc", name: "vpc", inputs: { availabilityZoneNames: ["a", "b"] } };
    assert.deepEqual(
      endpoint({ vpcEndpointType: "Interface" }, [vpc]),
      ["network: 2 × interfaceEndpoint"],
      "subnets that are not known yet: one in each zone",
    );
    assert.deepEqual(endpoint({ vpcEndpointType: "Gateway" }), []);
    assert.deepEqual(endpoint({}), []);
    assert.deepEqual(
      standing(
        priced("awsx:ec2:Vpc", {
          natGateways: { strategy: "None" },
          vpcEndpointSpecs: [{ vpcEndpointType: "Gateway" }, { vpcEndpointType: "Interface" }],
        }),
      ),
      ["network: 3 × interfaceEndpoint"],
    );
  });

  it("charge for extended support of Kubernetes from the day on which standard support ends", () => {
    const cluster = (now: string): string[] =>
      priced("eks:index:Cluster", { version: "1.35", skipDefaultNodeGroup: true }, { now });
    assert.deepEqual(cluster("2027-03-26"), ["cluster: 1 × eksCluster"]);
    assert.deepEqual(cluster("2027-03-27"), ["cluster: 1 × eksCluster", "cluster: 1 × eksExtendedSupport"]);
    assert.deepEqual(priced("eks:index:Cluster", { version: "1.36" }), [
      "cluster: 1 × eksCluster",
      "nodes: 1 × none:default node group of the cluster",
    ]);
  });

  it("count the nodes of a group at its desired size, with the volumes of its launch template", () => {
    const template: InventoryResource = {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      name: "t",
      inputs: {
        name: "named",
        blockDeviceMappings: [
          { ebs: { volumeSize: 4, volumeType: "gp3" } },
          { ebs: { volumeSize: 100, volumeType: "gp3" } },
        ],
      },
    };
    const group = (inputs: object): string[] =>
      priced("aws:eks/nodeGroup:NodeGroup", inputs, { others: [template] });
    const sized = {
      scalingConfig: { minSize: 1, desiredSize: 3 },
      instanceTypes: ["m7i.large", "m7a.large"],
    };
    const nodes = ["nodes: 3 × instance:m7i.large", "nodes: 12 × gp3", "nodes: 300 × gp3"];
    assert.deepEqual(group({ ...sized, launchTemplate: { id: "t-id" } }), nodes);
    assert.deepEqual(group({ ...sized, launchTemplate: { name: "named" } }), nodes);
    assert.deepEqual(group({ ...sized, launchTemplate: { id: "lt-0123" } }), [
      "nodes: 3 × instance:m7i.large",
      "nodes: 1 × none:volumes of a launch template from elsewhere",
    ]);
    assert.deepEqual(group({ scalingConfig: { minSize: 2 }, capacityType: "SPOT" }), [
      "nodes: 2 × spot:t3.medium",
      "nodes: 40 × gp3",
    ]);
    assert.deepEqual(group({ scalingConfig: { minSize: 0, desiredSize: 0 } }), []);
    assert.deepEqual(group({}), ["nodes: 1 × none:nodes of a group without a size"]);
  });

  it("count a standby as a second database with a second copy of the storage", () => {
    const mysql = {
      engine: "mysql",
      engineVersion: "8.0.42",
      instanceClass: "db.m7g.large",
      storageType: "gp3",
      allocatedStorage: 50,
    };
    const database = (inputs: object, now?: string): string[] =>
      standing(
        priced("aws:rds/instance:Instance", { ...mysql, ...inputs }, now === undefined ? {} : { now }),
      );
    assert.deepEqual(database({}), ["database: 1 × database:db.m7g.large", "database: 50 × rdsGp3"]);
    assert.deepEqual(database({ multiAz: true, manageMasterUserPassword: true }), [
      "database: 2 × database:db.m7g.large",
      "database: 100 × rdsGp3",
      "keys and secrets: 1 × secret",
    ]);
    assert.deepEqual(database({ performanceInsightsRetentionPeriod: 31, iops: 12_000 }), [
      "database: 1 × database:db.m7g.large",
      "database: 50 × rdsGp3",
      "database: 1 × none:IOPS and throughput beyond gp3's own",
      "database: 1 × none:Performance Insights kept for 31 days",
    ]);
    assert.deepEqual(database({ engine: "postgres", storageType: "io1" }), [
      "database: 1 × none:db.m7g.large for postgres",
      "database: 1 × none:io1 storage of a database",
    ]);
  });

  it("charge for RDS Extended Support by the vCPU, from the first day after standard support", () => {
    const extended = (inputs: object, now: string): string[] =>
      priced(
        "aws:rds/instance:Instance",
        { engine: "mysql", engineVersion: "8.0", instanceClass: "db.m7g.large", ...inputs },
        { now },
      ).filter((line) => line.includes("Extended"));
    assert.deepEqual(extended({}, "2026-07-31"), []);
    assert.deepEqual(extended({}, "2026-08-01"), ["database: 2 × rdsExtendedSupport"]);
    assert.deepEqual(extended({ multiAz: true }, "2026-08-01"), ["database: 4 × rdsExtendedSupport"]);
    assert.deepEqual(extended({ engineVersion: "8.4.5" }, "2026-08-01"), []);
    assert.deepEqual(extended({ instanceClass: "db.x9.large" }, "2026-08-01"), [
      "database: 1 × none:RDS Extended Support of db.x9.large",
    ]);
    assert.deepEqual(
      extended({ engineLifecycleSupport: "open-source-rds-extended-support-disabled" }, "2026-08-01"),
      [],
    );
  });

  it("count a serverless database at its least capacity, once for each instance", () => {
    const cluster = (name: string, minCapacity: number): InventoryResource => ({
      type: "aws:rds/cluster:Cluster",
      name,
      inputs: { serverlessv2ScalingConfiguration: { minCapacity } },
    });
    const type = "aws:rds/clusterInstance:ClusterInstance";
    const serverless = { instanceClass: "db.serverless", clusterIdentifier: "b-id" };
    assert.deepEqual(priced(type, serverless, { others: [cluster("a", 8), cluster("b", 0.5)] }), [
      "database: 0.5 × auroraCapacity",
    ]);
    assert.deepEqual(
      priced(type, serverless, { others: [cluster("b", 0)] }),
      [],
      "a cluster that stops when idle costs nothing then",
    );
    assert.deepEqual(priced(type, { instanceClass: "db.r7g.large" }), [
      "database: 1 × none:db.r7g.large of Aurora",
    ]);
    assert.deepEqual(priced(type, serverless), ["database: 1 × none:capacity of a serverless database"]);
  });

  it("count file systems that are paid by their size", () => {
    const lustre = (inputs: object): string[] => priced("aws:fsx/lustreFileSystem:LustreFileSystem", inputs);
    assert.deepEqual(lustre({ storageCapacity: 1200, deploymentType: "SCRATCH_2" }), [
      "storage: 1200 × lustreScratch",
    ]);
    assert.deepEqual(
      lustre({ storageCapacity: 2400, deploymentType: "PERSISTENT_2", perUnitStorageThroughput: 250 }),
      ["storage: 2400 × lustre250"],
    );
    assert.deepEqual(lustre({ storageCapacity: 6000, deploymentType: "PERSISTENT_1", storageType: "HDD" }), [
      "storage: 1 × none:FSx for Lustre PERSISTENT_1",
    ]);
    assert.deepEqual(
      standing(priced("aws:efs/fileSystem:FileSystem", { provisionedThroughputInMibps: 10 })),
      ["storage: 10 × efsThroughput"],
    );
  });

  it("count what is before the cluster", () => {
    assert.deepEqual(standing(priced("aws:wafv2/webAcl:WebAcl", { rules: [{}, {}, {}] })), [
      "edge: 1 × webAcl",
      "edge: 3 × wafRule",
    ]);
    assert.deepEqual(standing(priced("aws:wafv2/webAcl:WebAcl", {})), ["edge: 1 × webAcl"]);
    const balancer = "aws:lb/loadBalancer:LoadBalancer";
    assert.deepEqual(standing(priced(balancer, { subnets: ["a", "b"] })), [
      "edge: 1 × loadBalancer",
      "edge: 2 × publicIpv4",
    ]);
    assert.deepEqual(standing(priced(balancer, { internal: true })), ["edge: 1 × loadBalancer"]);
    assert.deepEqual(priced(balancer, { loadBalancerType: "network" }), [
      "edge: 1 × none:load balancer of type network",
    ]);
  });

  it("count what is sent to a topic, and mail from it, but not queues and functions", () => {
    assert.deepEqual(priced("aws:sns/topic:Topic", {}), ["logs and audit: use × topicRequests"]);
    const subscription = "aws:sns/topicSubscription:TopicSubscription";
    assert.deepEqual(priced(subscription, { protocol: "email" }), ["logs and audit: use × topicMails"]);
    assert.deepEqual(priced(subscription, { protocol: "sqs" }), []);
    assert.deepEqual(priced("aws:sns/topicPolicy:TopicPolicy", {}), []);
  });

  it("take a type that nobody has thought of for an unknown price, not for nothing", () => {
    assert.deepEqual(priced("aws:redshift/cluster:Cluster", {}), [
      "other: 1 × none:resources of type aws:redshift/cluster:Cluster",
    ]);
    assert.deepEqual(priced("aws:iam/role:Role", {}), []);
  });

  it("are about types that the providers have, none of them free at the same time", () => {
    const modules = path.join(__dirname, "..", "..", "..", "node_modules", "@pulumi");
    for (const type of Object.keys(RULES)) {
      assert.ok(!isFree(type), type);
      const [provider = "", module = "", name = ""] = type.split(":");
      const file =
        provider === "aws"
          ? `aws/${module}.js`
          : provider === "awsx"
            ? `awsx/${module}/${name.toLowerCase()}.js`
            : `eks/${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
      assert.match(fs.readFileSync(path.join(modules, file), "utf8"), new RegExp(`'${type}'`), type);
    }
  });
});
