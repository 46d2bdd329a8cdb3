import * as assert from "node:assert/strict";
import { awsFacts } from "../facts";
import { nodeMistakes } from "./rules";
import { capacityCases } from "./testing/capacity-cases";
import { otherCases } from "./testing/other-cases";
import { cpuPool, poolConfig, trainingPool } from "./testing/pools";
import { block, cpuOnDemand, good, managed, onePool } from "./testing/rule-case";

const facts = awsFacts();

describe("rules of nodes", () => {
  it("find nothing wrong with good pools", () => {
    assert.deepEqual(nodeMistakes(good, facts), []);
    assert.deepEqual(nodeMistakes(onePool(cpuOnDemand, { minSize: 1 }, managed), facts), []);
    assert.deepEqual(
      nodeMistakes(onePool(trainingPool, { capacityReservations: block }, managed), facts),
      [],
    );
  });

  for (const { what, config, path, message } of [...capacityCases, ...otherCases]) {
    it(`find ${what}, and nothing else`, () => {
      const mistakes = nodeMistakes(config, facts);
      assert.deepEqual(
        mistakes.map((mistake) => mistake.path),
        [path],
        JSON.stringify(mistakes),
      );
      assert.match(mistakes[0]?.message ?? "", message);
    });
  }

  it("say nothing about offers in regions of which none are recorded", () => {
    assert.deepEqual(nodeMistakes({ ...good, region: "us-gov-west-1" }, facts), []);
  });

  it("accept labels that the node-restriction plugin keeps from nodes", () => {
    const config = onePool(cpuPool, { labels: { "team.node-restriction.kubernetes.io/a": "b" } });
    assert.deepEqual(nodeMistakes(config, facts), []);
  });

  it("let each of many mistakes be seen", () => {
    const bad = poolConfig({
      name: "system",
      instanceTypes: ["nope.large"],
      limits: { cpu: 1, memoryGiB: 1 },
    });
    assert.equal(nodeMistakes({ ...good, nodePools: [bad] }, facts).length, 2);
  });
});
