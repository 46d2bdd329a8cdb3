import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../config/errors";
import { contains, networkOf, overlaps, prefixLength } from "./cidr";
import { layOutSubnets } from "./subnets";

const octet = fc.integer({ min: 0, max: 255 });
const vpc = fc
  .tuple(octet, octet, fc.integer({ min: 16, max: 18 }))
  .map(([second, third, prefix]) => networkOf(`10.${second}.${third}.0/${prefix}`));
const zones = fc.integer({ min: 2, max: 3 });

describe("subnets of a VPC", () => {
  it("are a quarter each for pods, and a /24 each for load balancers", () => {
    assert.deepEqual(layOutSubnets("10.0.0.0/16", 3), {
      private: ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"],
      public: ["10.0.192.0/24", "10.0.193.0/24", "10.0.194.0/24"],
    });
    assert.deepEqual(layOutSubnets("100.64.64.0/18", 2), {
      private: ["100.64.64.0/20", "100.64.80.0/20"],
      public: ["100.64.112.0/24", "100.64.113.0/24"],
    });
  });

  it("lie inside the VPC, don't overlap, and give each zone a /20 or more for pods", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, count) => {
        const layout = layOutSubnets(cidr, count);
        const all = [...layout.private, ...layout.public];
        return (
          layout.private.length === count &&
          layout.public.length === count &&
          all.every((subnet) => contains(cidr, subnet)) &&
          layout.private.every((subnet) => prefixLength(subnet) <= 20) &&
          all.every((one, i) => all.every((other, j) => i === j || !overlaps(one, other)))
        );
      }),
    );
  });

  it("stay where they are when a third zone is added", () => {
    fc.assert(
      fc.property(vpc, (cidr) => {
        const [two, three] = [layOutSubnets(cidr, 2), layOutSubnets(cidr, 3)];
        assert.deepEqual(two.private, three.private.slice(0, 2));
        assert.deepEqual(two.public, three.public.slice(0, 2));
      }),
    );
  });

  it("are refused where they don't fit", () => {
    assert.throws(
      () => layOutSubnets("10.0.0.0/19", 2),
      (error: unknown) =>
        error instanceof UserError &&
        error.exitCode === 2 &&
        error.message.includes("10.0.0.0/19 is too small") &&
        error.message.includes("/16 to /18"),
    );
    for (const count of [1, 4]) {
      assert.throws(() => layOutSubnets("10.0.0.0/16", count), /can't be divided among \d zones: 2 or 3/);
    }
  });
});
