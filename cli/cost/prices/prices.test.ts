import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { awsFacts } from "../../../infra/facts";
import { formatCsv, parseCsv, parsePrices } from "./csv";
import { databaseRows, instanceRows, karpenterPrices, mapPrices, spotRows } from "./refresh-sources";
import { REGIONS } from "./regions";
import { SERVICES } from "./services";
import { SOURCES } from "./sources";
import { noPrices, pricesOf } from "./table";

const day = /^20\d{2}-\d{2}-\d{2}$/;

describe("the price table", () => {
  it("has the prices of the default pools and database in at least two regions, each with source and date", () => {
    for (const region of ["us-east-1", "us-west-2"] as const) {
      const prices = pricesOf(region);
      for (const type of [
        "m7i.large",
        "m7g.large",
        "g5.xlarge",
        "g6.xlarge",
        "g6e.xlarge",
        "p4d.24xlarge",
        "p5.48xlarge",
      ]) {
        const price = prices.of({ kind: "instance", type });
        assert.ok(price !== undefined && price.usd > 0 && price.source !== "" && day.test(price.date), type);
      }
      assert.equal(prices.of({ kind: "database", class: "db.m7g.large" })?.usd, 0.168);
      assert.equal(prices.databaseVcpus("db.m7g.large"), 2);
    }
    assert.equal(noPrices("sa-east-1").of({ kind: "instance", type: "m7i.large" }), undefined);
  });

  it("has a source and a date for every price of a service", () => {
    for (const [name, { prices }] of Object.entries(SERVICES)) {
      for (const [usd, source] of Object.values(prices)) {
        assert.ok(usd > 0, name);
        assert.ok(source in SOURCES, name);
      }
    }
    for (const { text, date } of Object.values(SOURCES)) {
      assert.ok(text !== "");
      assert.match(date, day);
    }
  });

  it("has files of numbers, with a source and a date on each column, about types that there are", () => {
    const known = new Set(awsFacts().instanceTypes);
    for (const file of ["instances.csv", "spot.csv", "databases.csv"]) {
      const columns = parsePrices(fs.readFileSync(path.join(__dirname, file), "utf8"));
      assert.deepEqual(
        [...columns.keys()].filter((name) => name !== "vcpus"),
        [...REGIONS],
      );
      for (const [name, { source, date, values }] of columns) {
        assert.ok(source !== "" && day.test(date), `${file} ${name}`);
        assert.ok(values.size > 100 || file === "databases.csv", `${file} ${name}`);
        for (const [key, usd] of values) {
          assert.ok(usd > 0 && usd < 1000, `${file} ${name} ${key}`);
          assert.ok(file === "databases.csv" || known.has(key), `${file} ${key}`);
        }
      }
    }
  });

  it("has no spot price above the price on demand", () => {
    for (const region of REGIONS) {
      const prices = pricesOf(region);
      for (const type of awsFacts().instanceTypes) {
        const spot = prices.of({ kind: "spot", type })?.usd ?? 0;
        const onDemand = prices.of({ kind: "instance", type })?.usd ?? Infinity;
        assert.ok(spot <= onDemand * 1.05, `${region} ${type}: ${spot} of ${onDemand}`);
      }
    }
  });
});

describe("price files", () => {
  it("are read as they are written, an empty cell as a price that is unknown", () => {
    const rows = [
      ["type", "us-east-1", "us-west-2"],
      ["source", "one", "two"],
      ["date", "2026-01-01", "2026-02-02"],
      ["m7i.large", "0.1", ""],
    ];
    assert.deepEqual(parseCsv(formatCsv(rows)), rows);
    const columns = parsePrices(formatCsv(rows));
    assert.deepEqual(columns.get("us-east-1"), {
      source: "one",
      date: "2026-01-01",
      values: new Map([["m7i.large", 0.1]]),
    });
    assert.deepEqual(columns.get("us-west-2")?.values, new Map());
    assert.throws(() => formatCsv([["a,b"]]), /commas/);
  });
});

describe("refresh", () => {
  const go = `// generated at 2026-07-20T13:44:30Z for us-east-1
    "m7i.large": 0.100800, "g6e.xlarge": 1.861000, "p5.48xlarge": 55.040000,`;
  const karpenter = karpenterPrices(go);
  const column = { ...karpenter, source: "karpenter" };
  const origin = { source: "statistics", date: "2025-05-28" };

  it("reads Karpenter's Go file with its region and date", () => {
    assert.equal(karpenter.region, "us-east-1");
    assert.equal(karpenter.date, "2026-07-20");
    assert.deepEqual(
      [...karpenter.prices],
      [
        ["m7i.large", 0.1008],
        ["g6e.xlarge", 1.861],
        ["p5.48xlarge", 55.04],
      ],
    );
    assert.throws(() => karpenterPrices("var x = 1"), /when it was generated/);
  });

  it("keeps known types only, families by name and sizes from small to large", () => {
    const prices = new Map([
      ["m7i.xlarge", 0.2],
      ["m7i.large", 0.1],
      ["m7i.24xlarge", 4.8],
      ["m7i.2xlarge", 0.4],
      ["c5.large", 0.085],
      ["x9.large", 1],
    ]);
    const types = ["m7i.24xlarge", "m7i.2xlarge", "m7i.large", "m7i.xlarge", "c5.large", "c5.huge"];
    assert.deepEqual(instanceRows([{ region: "us-east-1", source: "s", date: "d", prices }], types), [
      ["type", "us-east-1"],
      ["source", "s"],
      ["date", "d"],
      ["c5.large", "0.085"],
      ["m7i.large", "0.1"],
      ["m7i.xlarge", "0.2"],
      ["m7i.2xlarge", "0.4"],
      ["m7i.24xlarge", "4.8"],
    ]);
  });

  it("leaves out a spot price that goes with another price on demand than today's", () => {
    const was = (ondemand: string): object => ({ "us-east-1": { linux: { ondemand, spot_avg: "0.5" } } });
    const json = [
      { instance_type: "g6e.xlarge", pricing: was("1.861") },
      { instance_type: "p5.48xlarge", pricing: was("98.32") },
      {
        instance_type: "m7i.large",
        pricing: { "us-east-1": { linux: { ondemand: "0.1008", spot_avg: "N/A" } } },
      },
    ];
    assert.deepEqual(spotRows(json, [column], ["g6e.xlarge", "p5.48xlarge", "m7i.large"], origin).slice(3), [
      ["g6e.xlarge", "0.5"],
    ]);
  });

  it("reads AWS' price map and the prices of databases", () => {
    const entry = {
      attributes: { instanceType: "m7i.large", operatingSystem: "Linux" },
      pricePerUnit: "0.1008000000",
    };
    assert.deepEqual(
      mapPrices([{ ...entry, region: "us-west-2", unit: "USD per hour" }]).get("us-west-2"),
      new Map([["m7i.large", 0.1008]]),
    );
    assert.throws(() => mapPrices([{ ...entry, region: "us-west-2", unit: "EUR per hour" }]));
    const databases = [
      { instance_type: "db.m7g.large", vcpu: "2", pricing: { "us-west-2": { MySQL: { ondemand: 0.168 } } } },
      { instance_type: "db.x1.16xlarge", vcpu: "64", pricing: {} },
    ];
    assert.deepEqual(databaseRows(databases, ["us-east-1", "us-west-2"], origin), [
      ["class", "vcpus", "us-east-1", "us-west-2"],
      ["source", "statistics", "statistics", "statistics"],
      ["date", "2025-05-28", "2025-05-28", "2025-05-28"],
      ["db.m7g.large", "2", "", "0.168"],
    ]);
  });
});
