import assert from "node:assert/strict";
import { isAws, parseInfraConfig } from "../../infra/config";
import { configOf, infraOf } from "../inventory/testing/infra";
import { environmentCost } from "./environment";

/** A day on which the table's prices hold; what is out of support by then is known. */
const day = new Date("2026-11-24T00:00:00Z");

describe("the cost of this repository's environments", () => {
  for (const name of ["dev", "prod"]) {
    it(`has a price, or none on purpose, for every resource of ${name}`, async () => {
      const { items } = await infraOf(name);
      const config = parseInfraConfig(name, configOf(name));
      assert.ok(isAws(config));
      const { cost } = environmentCost(items, config, day);
      // `other` is what no rule knows: a resource that was added without a thought of its price.
      assert.deepEqual(
        [...cost.lines, ...cost.perUse].filter(({ part }) => part === "other"),
        [],
      );
      assert.ok(cost.lines.length > 5);
    });
  }
});
