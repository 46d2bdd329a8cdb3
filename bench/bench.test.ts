import assert from "node:assert/strict";
import { parseProcesses, treeBytes } from "./memory";
import { medianOf } from "./median";
import { table } from "./table";
import { type TenantFigures, tenantTable } from "./tenants";

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

describe("tenantTable", () => {
  const at = (tenants: number, added: number, seconds: number): TenantFigures => ({
    tenants,
    added,
    seconds,
    idleSeconds: 2,
    stateBytes: 5000 + tenants * 20_000,
    emptyBytes: 5000,
    objects: tenants * 12,
    load: 1.5,
  });

  it("shows what one tenant costs, and whether many cost more each", () => {
    assert.deepEqual(
      tenantTable([at(10, 9, 2.9), at(1000, 900, 110)])
        .split("\n")
        .slice(2),
      [
        "| 10 | 120 | 0.100 | 20,000 | 1.5 |",
        "| 1,000 | 12,000 | 0.120 | 20,000 | 1.5 |",
        "from 10 to 1,000 tenants: seconds × 1.20, state × 1.00; goal: × 1.2 at most",
      ],
    );
  });
});
