import * as assert from "node:assert/strict";
import { askForPrices } from "./live";
import { type PriceQuery, priceIn, queryOf } from "./live-queries";
import type { PriceRef } from "./prices/table";

/** A product as the API has it, reduced to what is read. */
function product(usagetype: string, ...tiers: readonly (readonly [begin: string, usd: string])[]): string {
  return JSON.stringify({
    product: { attributes: { usagetype, regionCode: "us-west-2" }, sku: "ABC" },
    serviceCode: "AmazonEC2",
    terms: {
      OnDemand: {
        "ABC.JRTCKXETXF": {
          priceDimensions: Object.fromEntries(
            tiers.map(([beginRange, USD], i) => [
              `d${i}`,
              { unit: "Hrs", beginRange, pricePerUnit: { USD } },
            ]),
          ),
        },
      },
    },
  });
}

const nat: PriceRef = { kind: "service", name: "natGateway" };
const node: PriceRef = { kind: "instance", type: "m7i.large" };

function known(ref: PriceRef): PriceQuery {
  const query = queryOf(ref, "us-west-2");
  assert.ok(query !== undefined);
  return query;
}

describe("queryOf", () => {
  it("asks for Linux on shared hardware without anything on it", () => {
    const { service, conditions } = known(node);
    assert.equal(service, "AmazonEC2");
    assert.deepEqual(Object.fromEntries(conditions.map(({ field, value }) => [field, value])), {
      regionCode: "us-west-2",
      instanceType: "m7i.large",
      operatingSystem: "Linux",
      tenancy: "Shared",
      preInstalledSw: "NA",
      capacitystatus: "Used",
    });
  });

  it("asks for a part of a usage type, since it begins with the region's short name", () => {
    assert.deepEqual(known(nat).conditions, [
      { field: "regionCode", value: "us-west-2", partly: false },
      { field: "usagetype", value: "NatGateway-Hours", partly: true },
    ]);
  });

  it("does not ask for what the API doesn't have", () => {
    assert.equal(queryOf({ kind: "spot", type: "m7i.large" }, "us-west-2"), undefined);
    assert.equal(queryOf({ kind: "none", what: "it" }, "us-west-2"), undefined);
    assert.equal(queryOf({ kind: "service", name: "hostedZone" }, "us-west-2"), undefined);
  });
});

describe("priceIn", () => {
  it("takes the first tier of the product with the right usage type", () => {
    const query = known(nat);
    assert.equal(priceIn([product("USW2-NatGateway-Hours", ["0", "0.0450000000"])], query), 0.045);
    assert.equal(priceIn([product("NatGateway-Hours", ["0", "0.045"], ["100", "0.04"])], query), 0.045);
    assert.equal(
      priceIn(
        [
          product("USW2-NatGateway-Hours", ["0", "0.045"]),
          product("USW2-Regional-NatGateway-Hours", ["0", "9"]),
        ],
        query,
      ),
      0.045,
    );
    assert.equal(
      priceIn([product("us-west-2-KMS-Keys", ["0", "1"])], known({ kind: "service", name: "kmsKey" })),
      1,
    );
  });

  it("says nothing where there is no price, or more than one", () => {
    const query = known(nat);
    assert.equal(priceIn([], query), undefined);
    assert.equal(priceIn([product("USW2-NatGateway-Hours", ["0", "0"])], query), undefined);
    assert.equal(priceIn([product("USW2-NatGateway-Bytes", ["0", "0.045"])], query), undefined);
    assert.equal(priceIn(['{"product":{}}'], query), undefined);
    assert.equal(
      priceIn([product("USW2-NatGateway-Hours", ["0", "1"]), product("NatGateway-Hours", ["0", "2"])], query),
      undefined,
    );
  });
});

describe("askForPrices", () => {
  it("asks once for each thing, never more than eight at a time, and goes on where a question fails", async () => {
    const types = Array.from({ length: 30 }, (_, i): PriceRef => ({
      kind: "instance",
      type: `m7i.${i}xlarge`,
    }));
    let underWay = 0;
    let most = 0;
    const asked: string[] = [];
    const live = await askForPrices([...types, ...types, nat], "us-west-2", async (query) => {
      asked.push(query.usage);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      if (query.usage === "NatGateway-Hours") {
        throw new Error("AccessDeniedException");
      }
      return [product(`USW2-${query.usage}`, ["0", "0.5"])];
    });
    assert.equal(asked.length, 31);
    assert.equal(most, 8);
    assert.equal(live.prices.size, 30);
    assert.equal(live.prices.get("instance:m7i.7xlarge"), 0.5);
    assert.equal(live.unanswered, 1);
    assert.equal(live.reason, "AccessDeniedException");
  });
});
