import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../config/errors";
import { type RegionOffers, type ZonePool, chooseZones, requireCovered, usableZones } from "./zones";

const letters = ["a", "b", "c", "d"];
const west = letters.map((letter, index) => ({ name: `us-west-2${letter}`, id: `usw2-az${index + 1}` }));
const everywhere = west.map(({ name }) => name);

/** A region whose zones offer types: the letters of the zones, by type. */
function offers(types: Record<string, string>): RegionOffers {
  const offered = Object.entries(types).map(
    ([type, zones]) => [type, Array.from(zones).map((letter) => `us-west-2${letter}`)] as const,
  );
  return { region: "us-west-2", zones: west, offered: new Map(offered) };
}

const cpu: ZonePool = { name: "nodePools.cpu", instanceTypes: ["m7i.xlarge"], gpu: false };
const gpu: ZonePool = { name: "nodePools.gpu", instanceTypes: ["g6.xlarge", "g5.xlarge"], gpu: true };
const train: ZonePool = { name: "nodePools.train", instanceTypes: ["p5.48xlarge"], gpu: true };

describe("zones of a new VPC", () => {
  it("are the first by name where nothing tells them apart", () => {
    assert.deepEqual(
      chooseZones(offers({ "m7i.xlarge": "abcd" }), [cpu], { count: 3 }),
      everywhere.slice(0, 3),
    );
    assert.deepEqual(chooseZones(offers({}), [], { count: 2 }), ["us-west-2a", "us-west-2b"]);
  });

  it("are those where GPU pools find most", () => {
    const region = offers({ "m7i.xlarge": "abc", "g6.xlarge": "bd", "g5.xlarge": "c", "p5.48xlarge": "cd" });
    assert.deepEqual(chooseZones(region, [cpu, gpu, train], { count: 2 }), ["us-west-2c", "us-west-2d"]);
    assert.deepEqual(chooseZones(region, [cpu, gpu, train], { count: 3 }), [
      "us-west-2b",
      "us-west-2c",
      "us-west-2d",
    ]);
  });

  it("give every pool a zone before they give one pool many", () => {
    const region = offers({ "m7i.xlarge": "d", "g6.xlarge": "abc" });
    assert.deepEqual(chooseZones(region, [cpu, gpu], { count: 2 }), ["us-west-2a", "us-west-2d"]);
  });

  it("never include one where EKS doesn't run", () => {
    const zones = [
      { name: "us-east-1a", id: "use1-az3" },
      { name: "us-east-1b", id: "use1-az1" },
      { name: "us-east-1c", id: "use1-az2" },
    ];
    assert.deepEqual(usableZones({ zones }), ["us-east-1b", "us-east-1c"]);
    const region = { region: "us-east-1", zones, offered: new Map() };
    assert.deepEqual(chooseZones(region, [], { count: 2 }), ["us-east-1b", "us-east-1c"]);
  });

  it("stay where subnets are already, in their order, whatever is offered elsewhere", () => {
    const region = offers({ "m7i.xlarge": "abcd", "g6.xlarge": "cd" });
    const inUse = ["us-west-2d", "us-west-2a"];
    assert.deepEqual(chooseZones(region, [cpu, gpu], { count: 2, inUse }), inUse);
    assert.deepEqual(chooseZones(region, [cpu, gpu], { count: 3, inUse }), [...inUse, "us-west-2c"]);
    assert.deepEqual(chooseZones(region, [cpu], { count: 2, inUse: [...inUse, "us-west-2b"] }), inUse);
    // A zone with an outage is no longer listed; its subnet is still there.
    const outage = { ...region, zones: west.slice(0, 3) };
    assert.deepEqual(chooseZones(outage, [cpu], { count: 2, inUse }), inUse);
  });

  it("are those that are named, in that order", () => {
    const named = ["us-west-2d", "us-west-2a"];
    assert.deepEqual(chooseZones(offers({ "m7i.xlarge": "a" }), [cpu], { count: 3, named }), named);
  });

  it("are refused where named ones don't exist", () => {
    assert.throws(
      () => chooseZones(offers({}), [], { count: 3, named: ["us-west-2a", "us-west-2e"] }),
      (error: unknown) =>
        error instanceof UserError &&
        error.message.includes("availabilityZones: EKS has no us-west-2e") &&
        error.message.includes("us-west-2a, us-west-2b, us-west-2c, us-west-2d"),
    );
  });

  it("are refused where they would move subnets that are there", () => {
    const choose = (...zones: string[]) =>
      chooseZones(offers({}), [], {
        count: 3,
        named: zones.map((letter) => `us-west-2${letter}`),
        inUse: ["us-west-2d", "us-west-2a"],
      });
    assert.throws(() => choose("a", "d"), /subnets are in us-west-2d, us-west-2a, in that order/);
    assert.deepEqual(choose("d", "a", "c"), ["us-west-2d", "us-west-2a", "us-west-2c"]);
  });

  it("are refused where there are too few", () => {
    const few = (count: number) => ({ ...offers({}), zones: west.slice(0, count) });
    assert.throws(() => chooseZones(few(1), [], { count: 2 }), /has 1 zones .* EKS needs two.*\n.*region/);
    assert.throws(() => chooseZones(few(2), [], { count: 3 }), /not 3\.\n.*availabilityZoneCount to 2/);
  });

  it("are refused where a pool would have none", () => {
    assert.throws(
      () => chooseZones(offers({ "m7i.xlarge": "abcd" }), [cpu, train], { count: 3 }),
      /nodePools\.train\.instanceTypes: p5\.48xlarge offered nowhere in us-west-2/,
    );
    assert.throws(
      () =>
        chooseZones(offers({ "p5.48xlarge": "d" }), [train], {
          count: 2,
          named: ["us-west-2a", "us-west-2b"],
        }),
      /No zone of the VPC \(us-west-2a, us-west-2b\)[^]*p5\.48xlarge offered only in us-west-2d/,
    );
    requireCovered(offers({ "g5.xlarge": "b" }), [gpu], ["us-west-2b"]);
  });

  it("don't depend on the order of what AWS answers", () => {
    const places = fc.subarray(letters, { minLength: 1 }).map((some) => some.join(""));
    fc.assert(
      fc.property(
        places,
        places,
        fc.shuffledSubarray(west, { minLength: 4, maxLength: 4 }),
        (one, other, zones) => {
          const region = offers({ "m7i.xlarge": "abcd", "g6.xlarge": one, "p5.48xlarge": other });
          const pools = [cpu, gpu, train];
          const chosen = chooseZones(region, pools, { count: 3 });
          assert.deepEqual(chooseZones({ ...region, zones }, pools, { count: 3 }), chosen);
          assert.equal(new Set(chosen).size, 3);
        },
      ),
    );
  });
});
