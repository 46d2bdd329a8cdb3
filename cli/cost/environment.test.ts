import * as assert from "node:assert/strict";
import { type EnvironmentConfig, environmentCost } from "./environment";
import { partsOf } from "./report";
import type { Cost } from "./sum";
import { configIn, dev, prod } from "./testing/environments";

/** While MySQL 8.0 was in standard support, and after. */
const before = new Date("2026-07-31T00:00:00Z");
const after = new Date("2026-11-24T00:00:00Z");

const domain = "kubeflow.example.com";

function usd(cost: Cost): Readonly<Record<string, number>> {
  return Object.fromEntries(partsOf(cost).map(({ part, totalCents }) => [part, totalCents / 100]));
}

describe("environmentCost", () => {
  it("is what a development environment costs in us-east-1", () => {
    const { cost } = environmentCost(dev, configIn("us-east-1"), before);
    assert.deepEqual(usd(cost), {
      network: 36.5,
      cluster: 73,
      nodes: 163.81,
      database: 49.75,
      "keys and secrets": 2.4,
    });
    assert.equal(cost.totalCents, 32_546);
    assert.deepEqual(cost.unknown, []);
  });

  it("is what a production environment costs in us-east-1", () => {
    const { cost } = environmentCost(prod, configIn("us-east-1", domain), before);
    assert.deepEqual(usd(cost), {
      network: 394.2,
      cluster: 73,
      nodes: 163.81,
      database: 256.78,
      edge: 36.88,
      "keys and secrets": 2.8,
    });
    assert.equal(cost.totalCents, 92_747);
    assert.deepEqual(cost.unknown, []);
  });

  it("has RDS Extended Support in it once MySQL 8.0 is out of support", () => {
    const config = configIn("us-east-1", domain);
    const more = (resources: typeof prod): number =>
      environmentCost(resources, config, after).cost.totalCents -
      environmentCost(resources, config, before).cost.totalCents;
    assert.equal(more(dev), 14_600);
    assert.equal(more(prod), 29_200);
  });

  it("costs the same in us-west-2, where one price is unknown", () => {
    const { cost } = environmentCost(prod, configIn("us-west-2", domain), after);
    assert.equal(cost.totalCents, 92_747);
    assert.deepEqual(cost.unknown, ["RDS Extended Support of a vCPU"]);
  });

  it("knows nothing of a region without a table, and says of everything that it doesn't", () => {
    const { cost } = environmentCost(prod, configIn("sa-east-1", domain), after);
    assert.equal(cost.totalCents, 0);
    assert.ok(cost.unknown.includes("NAT gateway"));
    assert.ok(cost.lines.every(({ monthlyCents }) => monthlyCents === undefined));
  });

  it("has no load balancer without a domain, and one with public addresses only where there are public subnets", () => {
    const edgeOf = (config: ReturnType<typeof configIn>): readonly string[] =>
      environmentCost(dev, config, before)
        .cost.lines.filter(({ part }) => part === "edge")
        .map(({ count, what }) => `${count} ${what}`);
    const given: EnvironmentConfig["network"] = {
      kind: "existing",
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      publicSubnetIds: [],
    };
    assert.deepEqual(edgeOf(configIn("us-east-1")), []);
    assert.deepEqual(edgeOf(configIn("us-east-1", domain)), [
      "1 Application Load Balancer",
      "2 public IPv4 address",
    ]);
    assert.deepEqual(edgeOf({ ...configIn("us-east-1", domain), network: given }), [
      "1 Application Load Balancer",
    ]);
  });

  it("tells each instance type of each pool, and spot prices where a pool buys on the spot market", () => {
    const { pools } = environmentCost(dev, configIn("us-west-2"), before);
    assert.deepEqual(
      pools.map(({ name, types }) => [
        name,
        types.map(({ type, onDemand, spot }) => [type, onDemand?.usd, spot?.usd]),
      ]),
      [
        ["system", [["m7i.large", 0.1008, undefined]]],
        [
          "cpu",
          [
            ["m7i.xlarge", 0.2016, undefined],
            ["m7i.2xlarge", 0.4032, undefined],
          ],
        ],
        [
          "gpu-spot",
          [
            ["g6.xlarge", 0.8048, 0.378256],
            ["g9.unheard", undefined, undefined],
          ],
        ],
      ],
    );
  });
});
