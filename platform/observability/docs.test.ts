import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { exporters } from "./metric";
import { metrics } from "./metrics";
import { panels } from "./panels";
import { panelNames } from "./panels/names";

describe("docs/observability.md", () => {
  const text = fs.readFileSync(path.join(__dirname, "..", "..", "docs", "observability.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );

  it("has every panel, in order, as it is", () => {
    const listed = rows.filter(([name = ""]) => panelNames.some((known) => name === `\`${known}\``));
    assert.deepEqual(
      listed,
      panelNames.map((name) => [`\`${name}\``, panels[name].title, panels[name].needs.join(", ") || "–"]),
    );
  });

  it("has every exporter with its metrics", () => {
    const titles = new Set<string | undefined>(Object.values(exporters).map(({ title }) => title));
    assert.deepEqual(
      rows.filter(([title]) => titles.has(title)),
      Object.entries(exporters).map(([key, { title, version, scrapedBy }]) => {
        const names = Object.keys(metrics).filter((name) => metrics[name] === key);
        return [title, version, scrapedBy, names.map((name) => `\`${name}\``).join(" ")];
      }),
    );
  });
});
