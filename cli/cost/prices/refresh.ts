import * as fs from "node:fs";
import * as path from "node:path";
import { awsFacts } from "../../../infra/facts";
import { formatCsv } from "./csv";
import {
  type Column,
  databaseRows,
  instanceRows,
  karpenterPrices,
  mapPrices,
  spotRows,
} from "./refresh-sources";
import { REGIONS } from "./regions";

/**
 * Makes instances.csv, spot.csv and databases.csv anew from files that README.md says how to get:
 *
 *   npx tsx cli/cost/prices/refresh.ts <folder with the files>
 */
function refresh(folder: string): void {
  const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");
  const parse = (name: string): unknown => JSON.parse(read(name));
  const types = awsFacts().instanceTypes;
  const karpenter = karpenterPrices(read("zz_generated.pricing_aws.go"));
  const map = mapPrices(parse("ec2-transformed.json"));
  const columns: readonly Column[] = REGIONS.map((region): Column =>
    karpenter.region === region
      ? { region, source: "karpenter-provider-aws", date: karpenter.date, prices: karpenter.prices }
      : { region, source: "AWS EC2 price map", date: "2025-11-03", prices: map.get(region) ?? new Map() },
  );
  const statistics = { source: "cristim/ec2-instances-info", date: "2025-05-28" };
  const write = (name: string, rows: readonly (readonly string[])[]): void => {
    fs.writeFileSync(path.join(__dirname, name), formatCsv(rows));
  };
  write("instances.csv", instanceRows(columns, types));
  write("spot.csv", spotRows(parse("instances.json"), columns, types, statistics));
  write("databases.csv", databaseRows(parse("rds-instances.json"), REGIONS, statistics));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("npx tsx cli/cost/prices/refresh.ts <folder>; README.md says what must be in it\n");
  process.exitCode = 2;
} else {
  refresh(folder);
}
