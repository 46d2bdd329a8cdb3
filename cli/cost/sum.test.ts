import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { ageOf } from "./age";
import type { Price, PriceRef, Prices } from "./prices/table";
import { type Part, PARTS, type Quantity } from "./quantities";
import { merged, partsOf } from "./report";
import { costOf, monthlyCents, totalOf } from "./sum";

const price = (usd: number, unit: Price["unit"]): Price => ({
  usd,
  unit,
  source: "a test",
  date: "2026-01-01",
});

/** A region where NAT gateways, gp3 and one kind of instance have prices, and nothing else does. */
const prices: Prices = {
  region: "nowhere-1",
  databaseVcpus: () => undefined,
  of: (ref) => {
    if (ref.kind === "instance" && ref.type === "m7i.large") {
      return price(0.1008, "hour");
    }
    return ref.kind !== "service"
      ? undefined
      : ref.name === "natGateway"
        ? price(0.045, "hour")
        : ref.name === "gp3"
          ? price(0.08, "GB-month")
          : undefined;
  },
};

function quantity(part: Part, count: number | undefined, of: PriceRef, resource = "it"): Quantity {
  return { part, resource, count, of };
}

const nat: PriceRef = { kind: "service", name: "natGateway" };
const gp3: PriceRef = { kind: "service", name: "gp3" };
const node: PriceRef = { kind: "instance", type: "m7i.large" };
const strange: PriceRef = { kind: "none", what: "a strange thing" };

describe("costOf", () => {
  it("counts hours for a month, and GB-months as they are", () => {
    assert.equal(monthlyCents(1, 0.045, "hour"), 3285);
    assert.equal(monthlyCents(2, 0.1008, "hour"), 14_717);
    assert.equal(monthlyCents(200, 0.08, "GB-month"), 1600);
    assert.equal(monthlyCents(1, 0.4, "month"), 40);
    // 1.005 × 100 is 100.49999999999999 in binary.
    assert.equal(monthlyCents(1, 1.005, "month"), 101);
  });

  it("sums lines by part, in the order of the parts", () => {
    const cost = costOf(
      [quantity("nodes", 2, node), quantity("nodes", 200, gp3), quantity("network", 3, nat)],
      prices,
    );
    assert.deepEqual(
      cost.lines.map(({ part, what, count, unit, monthlyCents: cents }) => [part, what, count, unit, cents]),
      [
        ["network", "NAT gateway", 3, "hour", 9855],
        ["nodes", "m7i.large", 2, "hour", 14_717],
        ["nodes", "EBS gp3", 200, "GB-month", 1600],
      ],
    );
    assert.equal(cost.totalCents, 26_172);
    assert.deepEqual(cost.unknown, []);
    assert.deepEqual(
      partsOf(cost).map(({ part, totalCents }) => [part, totalCents]),
      [
        ["network", 9855],
        ["nodes", 16_317],
      ],
    );
  });

  it("names what is unknown once, and leaves it out of the sum", () => {
    const cost = costOf(
      [quantity("other", 1, strange), quantity("other", 2, strange), quantity("network", 1, nat)],
      prices,
    );
    assert.equal(cost.totalCents, 3285);
    assert.deepEqual(cost.unknown, ["a strange thing"]);
  });

  it("keeps what is paid by its use out of the sum, each price once in a part", () => {
    const perUse: PriceRef = { kind: "service", name: "s3Standard" };
    const cost = costOf(
      [quantity("storage", undefined, perUse), quantity("storage", undefined, perUse, "another")],
      prices,
    );
    assert.deepEqual(cost.lines, []);
    assert.deepEqual(cost.perUse, [
      { part: "storage", what: "S3 Standard, first 50 TB", unit: "GB-month", of: perUse, price: undefined },
    ]);
    assert.deepEqual(cost.unknown, [], "a price that no sum needs makes no sum incomplete");
  });

  const quantities = fc.array(
    fc.record({
      part: fc.constantFrom(...PARTS),
      resource: fc.string(),
      count: fc.option(fc.double({ min: 0.5, max: 5000, noNaN: true }), { nil: undefined }),
      of: fc.constantFrom(nat, gp3, node, strange),
    }),
  );

  it("has a total that is the sum of its lines and of its parts, merged or not", () => {
    fc.assert(
      fc.property(quantities, (some) => {
        const cost = costOf(some, prices);
        const parts = partsOf(cost);
        assert.equal(cost.totalCents, totalOf(cost.lines));
        assert.equal(
          cost.totalCents,
          parts.reduce((sum, { totalCents }) => sum + totalCents, 0),
        );
        assert.equal(
          cost.totalCents,
          parts.reduce((sum, { lines }) => sum + totalOf(merged(lines)), 0),
        );
        assert.equal(cost.lines.length, some.filter(({ count }) => count !== undefined).length);
        assert.equal(
          cost.unknown.length > 0,
          cost.lines.some(({ price: known }) => known === undefined),
        );
      }),
    );
  });

  it("never costs less for more", () => {
    fc.assert(
      fc.property(quantities, quantities, (some, more) => {
        assert.ok(costOf([...some, ...more], prices).totalCents >= costOf(some, prices).totalCents);
      }),
    );
  });
});

describe("ageOf", () => {
  const at = (date: string): Price => ({ ...price(1, "hour"), date });

  it("counts prices older than half a year", () => {
    const now = new Date("2026-07-01T12:00:00Z");
    assert.deepEqual(ageOf([at("2026-06-30"), at("2026-01-02"), at("2026-01-01"), undefined], now), {
      oldest: "2026-01-01",
      newest: "2026-06-30",
      prices: 3,
      stale: 2,
    });
    assert.deepEqual(ageOf([], now), { oldest: undefined, newest: undefined, prices: 0, stale: 0 });
  });
});
