import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020";
import * as yaml from "js-yaml";
import * as z from "zod";
import { readEnvironment } from "../../config/environment";
import { isObject, mirroredChart } from "../../manifests";
import { addons } from "./catalogue";
import { charts } from "./charts";
import { addonNames } from "./names";
import { settings } from "./testing/settings";
import { kubernetesTypes, openMaps } from "./testing/open-maps";
import { imagesIn, matches, unknownKeys, valueAt } from "./testing/values";

const environment = readEnvironment();

const Index = z.array(z.object({ name: z.string(), version: z.string(), images: z.array(z.string()) }));

/** Values and what helm makes of them: text that has been through JSON, without what is undefined. */
function plain(values: object): unknown {
  return JSON.parse(JSON.stringify(values));
}

function readYaml(...parts: string[]): unknown {
  return yaml.load(fs.readFileSync(path.join(...parts), "utf8"), { schema: yaml.CORE_SCHEMA });
}

/** A chart's own values with those of the charts in it below their names, as helm puts them together. */
function ownValues(folder: string): unknown {
  const own = readYaml(folder, "values.yaml");
  const inside = path.join(folder, "charts");
  const parts = fs.existsSync(inside) ? fs.readdirSync(inside) : [];
  return parts.reduce<unknown>((values, part) => {
    const file = path.join(inside, part, "values.yaml");
    return fs.existsSync(file) ? merged(values, { [part]: readYaml(file) }) : values;
  }, own);
}

function merged(first: unknown, second: unknown): unknown {
  if (!isObject(first) || !isObject(second)) {
    return second ?? first;
  }
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((key) => [key, merged(first[key], second[key])]));
}

/** The chart has the key and what is below it is Kubernetes' own, or the exceptions name it. */
function isOpen(where: string, known: unknown, exceptions: readonly string[]): boolean {
  const last = where.split(".").at(-1) ?? "";
  return (
    exceptions.some((pattern) => matches(where, pattern)) ||
    (last in kubernetesTypes && valueAt(known, where) !== undefined)
  );
}

/** A JSON schema of the draft that it says it is of; draft 7 where it says none. */
function compiled(json: unknown) {
  const schema = z.record(z.string(), z.unknown()).parse(json);
  const options = { strict: false, logger: false } as const;
  const ajv = String(schema.$schema).includes("2020-12") ? new Ajv2020(options) : new Ajv(options);
  return ajv.compile(schema);
}

describe("values of the add-ons", function () {
  // Loki's schema alone is a second's work.
  this.timeout(20_000);

  for (const name of addonNames) {
    const chart = charts[name];
    const folder = mirroredChart(chart, environment);

    it(`of ${name} are all known to its chart`, function () {
      if (folder === undefined) {
        process.stderr.write(`SKIPPED: no mirror has charts/${chart.name}-${chart.version}/values.yaml\n`);
        return this.skip();
      }
      const known = ownValues(folder);
      for (const context of Object.values(settings)) {
        const values = plain(addons[name].values(context));
        assert.deepEqual(
          unknownKeys(values, known, (where) => isOpen(where, known, Object.keys(openMaps[name] ?? {}))),
          [],
        );
      }
    });

    it(`of ${name} are what its chart's schema takes`, function () {
      const file = folder === undefined ? undefined : path.join(folder, "values.schema.json");
      if (folder === undefined || file === undefined || !fs.existsSync(file)) {
        const what = folder === undefined ? "no mirror has it" : "the chart has none";
        process.stderr.write(`SKIPPED: schema of ${chart.name} ${chart.version}: ${what}\n`);
        return this.skip();
      }
      const validate = compiled(JSON.parse(fs.readFileSync(file, "utf8")));
      for (const context of Object.values(settings)) {
        validate(merged(ownValues(folder), plain(addons[name].values(context))));
        assert.deepEqual(validate.errors ?? [], []);
      }
    });

    it(`of ${name} name the images of this version of its chart`, function () {
      const index = folder === undefined ? undefined : path.join(folder, "..", "INDEX.json");
      if (index === undefined || !fs.existsSync(index)) {
        process.stderr.write(`SKIPPED: no mirror has an index with ${chart.name} ${chart.version}\n`);
        return this.skip();
      }
      const entry = Index.parse(JSON.parse(fs.readFileSync(index, "utf8"))).find(
        (one) => one.name === chart.name && one.version === chart.version,
      );
      assert.ok(entry !== undefined, `${chart.name} ${chart.version} is not in ${index}`);
      const named = imagesIn(plain(addons[name].values(settings.upstream)));
      assert.deepEqual(
        named.filter((image) => !entry.images.includes(image)),
        [...(extraImages[name] ?? [])],
      );
    });
  }

  it("lists no exception that nothing needs", () => {
    for (const name of addonNames) {
      const folder = mirroredChart(charts[name], environment);
      if (folder === undefined) {
        continue;
      }
      const known = ownValues(folder);
      for (const exception of Object.keys(openMaps[name] ?? {})) {
        const others = Object.keys(openMaps[name] ?? {}).filter((other) => other !== exception);
        const without = Object.values(settings).flatMap((context) =>
          unknownKeys(plain(addons[name].values(context)), known, (where) => isOpen(where, known, others)),
        );
        assert.notDeepEqual(without, [], `${name}: ${exception}`);
      }
    }
  });
});

/** Images that are ours to choose, which the chart doesn't know. */
const extraImages: Readonly<Partial<Record<string, readonly string[]>>> = {
  velero: ["docker.io/velero/velero-plugin-for-aws:v1.14.2"],
};
