import assert from "node:assert/strict";
import fc from "fast-check";
import { sparkMemory } from "./memory";

describe("sparkMemory", () => {
  it("leaves Python its part", () => {
    assert.deepEqual(sparkMemory("x", 1), { memory: "640m", memoryOverhead: "384m" });
    assert.deepEqual(sparkMemory("x", 14), { memory: "10240m", memoryOverhead: "4096m" });
  });

  it("is the whole pod's memory, whatever that is", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 4096, noNaN: true }), (memoryGiB) => {
        const { memory, memoryOverhead } = sparkMemory("x", memoryGiB);
        const [heap, overhead] = [memory, memoryOverhead].map((text) => Number(text.slice(0, -1)));
        assert.ok(heap !== undefined && overhead !== undefined);
        assert.equal(heap + overhead, Math.round(memoryGiB * 1024));
        assert.ok(heap >= 450 && overhead >= 384 && overhead >= Math.floor(heap * 0.4));
      }),
    );
  });

  it("refuses what Spark would not start with", () => {
    assert.throws(() => sparkMemory("x", 0.8), /x: 0.8 GiB are too little for Spark/);
  });
});
