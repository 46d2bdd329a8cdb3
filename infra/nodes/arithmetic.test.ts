import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { awsFacts, type InstanceFacts } from "../facts";
import { maxPods } from "./density";
import { efaInterfaces } from "./interfaces";
import { nodesWithin } from "./sizes";
import { volumesOf } from "./storage";
import { poolZones, subnetsIn } from "./zones";

const facts = awsFacts();

const anyType: fc.Arbitrary<InstanceFacts> = fc
  .constantFrom(...facts.instanceTypes)
  .map((name) => facts.instanceType(name))
  .filter((type) => type !== undefined);

const anyTypes = fc.array(anyType, { minLength: 1, maxLength: 5 });

describe("pods on a node", () => {
  const typesOf = (...names: string[]) => names.flatMap((name) => facts.instanceType(name) ?? []);

  it("are as many as EKS allows, unless a node is too small to have addresses for them", () => {
    assert.equal(maxPods(typesOf("m7i.large")), 110);
    assert.equal(maxPods(typesOf("m7i.8xlarge")), 250);
    assert.equal(maxPods(typesOf("m7i.8xlarge", "m7i.large")), 110);
    assert.equal(maxPods(typesOf("m7g.medium")), 98);
  });

  it("are never more than any of the types can have", () => {
    fc.assert(
      fc.property(anyTypes, (types) => {
        const pods = maxPods(types);
        for (const type of types) {
          assert.ok(pods <= maxPods([type]));
          assert.ok(pods <= type.interfaces * (type.addressesPerInterface - 1) * 16 + 2);
        }
        assert.ok(pods > 0 && pods <= 250);
      }),
    );
  });
});

describe("network interfaces with adapters", () => {
  it("of one card are the one for IP and an adapter beside it", () => {
    assert.deepEqual(efaInterfaces({ count: 1, firstCard: 0 }), [
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
      { networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only" },
    ]);
  });

  it("leave a first card without adapters alone", () => {
    assert.deepEqual(efaInterfaces({ count: 2, firstCard: 1 }), [
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
      { networkCardIndex: 1, deviceIndex: 0, interfaceType: "efa-only" },
      { networkCardIndex: 2, deviceIndex: 0, interfaceType: "efa-only" },
    ]);
  });

  it("are one primary, and one adapter a card, no two in one place", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 1 }), (count, firstCard) => {
        const all = efaInterfaces({ count, firstCard });
        const adapters = all.filter(({ interfaceType }) => interfaceType === "efa-only");
        assert.equal(adapters.length, count);
        assert.equal(all.length, count + 1);
        assert.equal(new Set(adapters.map(({ networkCardIndex }) => networkCardIndex)).size, count);
        assert.equal(
          new Set(all.map(({ networkCardIndex, deviceIndex }) => `${networkCardIndex}/${deviceIndex}`)).size,
          all.length,
        );
        assert.equal(all[0]?.interfaceType, "interface");
      }),
    );
  });
});

describe("nodes within limits", () => {
  const limits = fc.record({
    cpu: fc.integer({ min: 1, max: 5000 }),
    memoryGiB: fc.integer({ min: 1, max: 50_000 }),
    gpu: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  });

  it("keep to every limit even if all are of the largest type, and one more would not", () => {
    fc.assert(
      fc.property(limits, anyTypes, (most, types) => {
        const nodes = nodesWithin(most, types);
        const fits = (count: number) =>
          types.every(
            (type) =>
              count * type.vcpu <= most.cpu &&
              count * type.memoryMiB <= most.memoryGiB * 1024 &&
              count * (type.gpu?.count ?? 0) <= (most.gpu ?? Infinity),
          );
        assert.ok(Number.isInteger(nodes) && nodes >= 0);
        assert.ok(fits(nodes));
        assert.ok(!fits(nodes + 1));
      }),
    );
  });
});

describe("a pool's zones", () => {
  const zones = ["us-west-2a", "us-west-2b", "us-west-2c"];
  const group = { placementGroup: true, instanceTypes: ["p5en.48xlarge"] };

  it("are all of the VPC's", () => {
    assert.deepEqual(
      poolZones({ placementGroup: false, instanceTypes: ["m7i.large"] }, zones, "us-west-2", facts),
      zones,
    );
  });

  it("are one where nodes are to be close together: the first that offers the types", () => {
    assert.deepEqual(poolZones(group, ["us-west-2b", "us-west-2c"], "us-west-2", facts), ["us-west-2c"]);
  });

  it("are one even where no zone is known to offer them", () => {
    assert.deepEqual(poolZones(group, ["us-west-2b"], "us-west-2", facts), ["us-west-2b"]);
    assert.deepEqual(poolZones(group, [], "us-west-2", facts), []);
  });

  it("are the one that configuration names", () => {
    assert.deepEqual(poolZones({ ...group, zone: "us-west-2d" }, zones, "us-west-2", facts), ["us-west-2d"]);
  });

  it("have the subnets in the same place", () => {
    assert.deepEqual(subnetsIn(["us-west-2a", "us-west-2c"], ["s1", "s2", "s3"], zones), ["s1", "s3"]);
    assert.deepEqual(subnetsIn(["us-west-2a"], ["s1"], []), []);
  });
});

describe("volumes", () => {
  it("are never larger for a node that has NVMe disks", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("bottlerocket" as const, "al2023" as const),
        fc.integer({ min: 50, max: 10_000 }),
        (system, gib) => {
          const sum = (nvme: boolean) =>
            volumesOf(system, gib, nvme).reduce((all, { sizeGiB }) => all + sizeGiB, 0);
          assert.ok(sum(true) <= sum(false));
          assert.ok(sum(true) >= 50);
        },
      ),
    );
  });
});
