import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Manifest } from "../../manifests";
import { addons } from "./catalogue";
import { addonNames } from "./names";
import { settings } from "./testing/settings";

/** Pages of Grafana are thousands of lines; platform/observability has the tests of them. */
function isDashboard({ metadata }: Manifest): boolean {
  return metadata.labels !== undefined && "grafana_dashboard" in metadata.labels;
}

/**
 * Values and objects of every add-on that an environment has. Review material: a change of these files is a change of
 * what Helm installs there. Kueue's are its own tests' business: they are mostly configuration.
 */
describe("the add-ons' golden values", () => {
  for (const name of ["prod", "dev"] as const) {
    it(`of ${name}`, () => {
      const context = settings[name];
      const found = Object.fromEntries(
        addonNames
          .map((addonName) => addons[addonName])
          .filter((addon) => addon.name !== "kueue" && addon.enabledByDefault(context))
          .map((addon) => [
            addon.name,
            {
              chart: `${addon.chart.repository} ${addon.chart.name} ${addon.chart.version}`,
              namespace: addon.namespace,
              values: addon.values(context),
              additions: (addon.additions?.(context) ?? []).filter((manifest) => !isDashboard(manifest)),
            },
          ]),
      );
      const text = `${JSON.stringify(found, undefined, 2)}\n`;
      const golden = path.join(__dirname, "golden", `${name}.golden.json`);
      const before: unknown = JSON.parse(fs.existsSync(golden) ? fs.readFileSync(golden, "utf8") : "{}");
      try {
        assert.deepEqual(JSON.parse(text), before);
      } catch (error) {
        const actual = path.join(__dirname, "..", "..", ".local", `addons-${name}.json`);
        fs.mkdirSync(path.dirname(actual), { recursive: true });
        fs.writeFileSync(actual, text);
        process.stderr.write(
          `if that is meant: cp ${path.relative(".", actual)} ${path.relative(".", golden)}\n`,
        );
        throw error;
      }
    });
  }
});
