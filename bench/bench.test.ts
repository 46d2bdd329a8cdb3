import assert from "node:assert/strict";
import { parseProcesses, treeBytes } from "./memory";
import { medianOf } from "./median";
import { table } from "./table";

describe("treeBytes", () => {
  const listing = [
    "    1     0  1000 init",
    "   10     1   100 npm run up",
    "   11    10   200 node",
    "   12    11   400 pulumi",
    "   13    11  9000 /x/kube-apiserver",
    "   14    13   700 helper",
    "   20     1  5000 other",
  ].join("\n");

  it("adds up a process's tree without the cluster's programs", () => {
    assert.equal(treeBytes(parseProcesses(listing), 10), 700 * 1024);
  });

  it("is nothing for a process that ended", () => {
    assert.equal(treeBytes(parseProcesses(listing), 99), 0);
  });
});

describe("table", () => {
  it("shows both sides, their ratio and whether the goal was reached", () => {
    const text = table([
      { what: "a", ours: { value: 10, unit: "s" }, other: { value: 50, unit: "s" }, goal: { ratio: 0.5 } },
      { what: "b", ours: { value: 1.6, unit: "GB" }, goal: { most: 1.5 } },
    ]);
    assert.deepEqual(
      text.split("\n").map((line) => line.replace(/ +/g, " ")),
      [
        "| what | ours | official | ratio | goal | reached |",
        "|------|---------|----------|-------|-------------------|---------|",
        "| a | 10.0 s | 50.0 s | 0.20 | ≤ 0.5 of official | yes |",
        "| b | 1.60 GB | | | ≤ 1.5 GB | no |",
      ],
    );
  });
});

describe("medianOf", () => {
  it("measures as often as asked and takes the one in the middle", async () => {
    const values = [9, 1, 5, 7];
    const measure = () => Promise.resolve({ seconds: values.shift() ?? 0 });
    assert.deepEqual(await medianOf(3, measure, ({ seconds }) => seconds), { seconds: 5 });
    assert.deepEqual(values, [7]);
  });

  it("refuses to measure nothing", async () => {
    await assert.rejects(
      medianOf(
        0,
        () => Promise.resolve(1),
        (value) => value,
      ),
      RangeError,
    );
  });
});
