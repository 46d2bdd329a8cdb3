import assert from "node:assert/strict";
import { productionSite } from "../testing/mocks";
import { inOrder, offeredZones, zonesByType, zonesInUse } from "./offers";
import { asking, regionAnswers } from "./testing/answers";

describe("what a region offers", () => {
  it("is asked of EC2 for Availability Zones and the wanted types only", async () => {
    const asked: Record<string, unknown> = {};
    const answers = Object.fromEntries(
      Object.entries(regionAnswers({ "g6.xlarge": "bc", "m7i.large": "a" })).map(([token, answer]) => [
        token,
        (inputs: Readonly<Record<string, unknown>>) => {
          asked[token] = inputs;
          return answer(inputs);
        },
      ]),
    );
    const offers = await asking(answers, (provider) =>
      offeredZones(["m7i.large", "g6.xlarge", "m7i.large"], provider),
    );
    assert.deepEqual(asked, {
      "aws:index/getAvailabilityZones:getAvailabilityZones": {
        state: "available",
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      },
      "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": {
        locationType: "availability-zone",
        filters: [{ name: "instance-type", values: ["g6.xlarge", "m7i.large"] }],
      },
    });
    assert.equal(offers.region, "us-west-2");
    assert.deepEqual(offers.zones[0], { name: "us-west-2a", id: "usw2-az1" });
    assert.deepEqual(Object.fromEntries(offers.offered), {
      "g6.xlarge": ["us-west-2b", "us-west-2c"],
      "m7i.large": ["us-west-2a"],
    });
  });

  it("is put together from two lists", () => {
    const pairs = zonesByType(["a.x", "b.x", "a.x"], ["z1", "z1", "z2"]);
    assert.deepEqual(Object.fromEntries(pairs), { "a.x": ["z1", "z2"], "b.x": ["z1"] });
  });
});

describe("the zones of subnets that are there", () => {
  const cidrs = ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"];

  it("are asked for by the cluster's tag, and are in the order of the ranges", async () => {
    const subnets: Record<string, object> = {
      "subnet-1": { cidrBlock: "10.0.64.0/18", availabilityZone: "us-west-2a" },
      "subnet-2": { cidrBlock: "10.0.0.0/18", availabilityZone: "us-west-2d" },
    };
    const asked: unknown[] = [];
    const answers = {
      "aws:ec2/getSubnets:getSubnets": (inputs: Readonly<Record<string, unknown>>) => {
        asked.push(inputs.filters);
        return { ids: Object.keys(subnets) };
      },
      "aws:ec2/getSubnet:getSubnet": ({ id }: Readonly<Record<string, unknown>>) => ({
        ...subnets[String(id)],
      }),
    };
    const zones = await asking(answers, (provider) => zonesInUse(productionSite, cidrs, provider));
    assert.deepEqual(zones, ["us-west-2d", "us-west-2a"]);
    assert.deepEqual(asked, [
      [
        { name: "tag:kubernetes.io/cluster/kubeflow-prod", values: ["shared"] },
        { name: "cidr-block", values: cidrs },
      ],
    ]);
  });

  it("end at the first range that no subnet has", () => {
    const subnet = { cidrBlock: "10.0.128.0/18", availabilityZone: "us-west-2c" };
    assert.deepEqual(inOrder(cidrs, [subnet]), []);
    assert.deepEqual(inOrder(cidrs, []), []);
  });
});
