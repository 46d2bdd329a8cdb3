import assert from "node:assert/strict";
import { NetworkConfig } from "../config/network";
import { productionSite } from "../testing/mocks";
import { planNetwork } from "./plan";
import { asking, regionAnswers } from "./testing/answers";
import type { ZonePool } from "./zones";

const pools: ZonePool[] = [
  { name: "systemNodes", instanceTypes: ["m7i.large"], gpu: false },
  { name: "nodePools.0", instanceTypes: ["g6.xlarge"], gpu: true },
];
const region = regionAnswers({ "m7i.large": "abcd", "g6.xlarge": "cd" });

function subnetIn(zone: string, cidrBlock: string) {
  return {
    vpcId: "vpc-01234567",
    cidrBlock,
    availabilityZone: `us-west-2${zone}`,
    availabilityZoneId: "usw2-az1",
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: 4000,
  };
}

describe("the plan of a network", () => {
  it("has the zones where GPU pools find most", async () => {
    const config = NetworkConfig.parse({ kind: "created", availabilityZoneCount: 2 });
    const plan = await asking(region, (provider) => planNetwork(productionSite, config, pools, provider));
    assert.deepEqual(plan, { kind: "created", config, availabilityZones: ["us-west-2c", "us-west-2d"] });
  });

  it("has the zones that are named, however many are wanted otherwise", async () => {
    const named = ["us-west-2d", "us-west-2b"];
    const config = NetworkConfig.parse({ kind: "created", availabilityZones: named });
    const plan = await asking(region, (provider) => planNetwork(productionSite, config, pools, provider));
    assert.deepEqual(plan, { kind: "created", config, availabilityZones: named });
  });

  it("keeps the zones of subnets that are there", async () => {
    const config = NetworkConfig.parse({ kind: "created", availabilityZoneCount: 2 });
    const cidrs: Record<string, [string, string]> = {
      "subnet-1": ["a", "10.0.0.0/18"],
      "subnet-2": ["c", "10.0.64.0/18"],
    };
    const answers = {
      ...region,
      "aws:ec2/getSubnets:getSubnets": () => ({ ids: Object.keys(cidrs) }),
      "aws:ec2/getSubnet:getSubnet": ({ id }: Readonly<Record<string, unknown>>) =>
        subnetIn(...(cidrs[String(id)] ?? ["z", "0.0.0.0/0"])),
    };
    const plan = await asking(answers, (provider) => planNetwork(productionSite, config, pools, provider));
    assert.deepEqual(plan, { kind: "created", config, availabilityZones: ["us-west-2a", "us-west-2c"] });
  });

  it("has the facts of a VPC that is there, whose zones must offer what the pools need", async () => {
    const config = NetworkConfig.parse({
      kind: "existing",
      vpcId: "vpc-01234567",
      privateSubnetIds: ["subnet-00000001", "subnet-00000002"],
    });
    const answers = (zone: string) => ({
      ...region,
      "aws:ec2/getVpc:getVpc": () => ({
        id: "vpc-01234567",
        cidrBlock: "10.8.0.0/16",
        cidrBlockAssociations: [],
        enableDnsHostnames: true,
        enableDnsSupport: true,
      }),
      "aws:ec2/getSubnet:getSubnet": ({ id }: Readonly<Record<string, unknown>>) => ({
        id,
        ...(id === "subnet-00000001" ? subnetIn("a", "10.8.0.0/20") : subnetIn(zone, "10.8.16.0/20")),
      }),
    });
    const plan = await asking(answers("d"), (provider) =>
      planNetwork(productionSite, config, pools, provider),
    );
    assert.equal(plan.kind === "existing" && plan.facts.vpcId, "vpc-01234567");
    await assert.rejects(
      asking(answers("b"), (provider) => planNetwork(productionSite, config, pools, provider)),
      /us-west-2a, us-west-2b\)[^]*nodePools\.0\.instanceTypes: g6\.xlarge offered only in us-west-2c, us-west-2d/,
    );
  });
});
