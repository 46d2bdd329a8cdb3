import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import * as yaml from "js-yaml";
import * as z from "zod";
import { readEnvironment } from "../../config/environment";
import { isObject } from "../../plugin";
import { openApiToJsonSchema } from "./structural-schema";

/** Folder of a mirror with the definitions of the release that this project installs. */
export const releaseFolder = "kubeflow-26.03";

/** Folder of a mirror with the release after it. */
export const nextReleaseFolder = "kubeflow-26.03.1-rc.2";

/** The part of a CustomResourceDefinition that says what its objects look like. */
const Definition = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }),
      }),
    ),
  }),
});

/** Files that are in the tree and that nothing installs: patches, and a first draft of Trainer. */
const neverInstalled = /[/\\]patches[/\\]|training-operator[/\\]upstream[/\\]v2[/\\]/;

const root = path.join(__dirname, "..", "..");

/** A pattern as Go reads it: of what definitions have, `(?i)` for the whole of it is the one thing that differs. */
const goRegExp = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replace("(?i)", ""), pattern.includes("(?i)") ? `${flags}i` : flags),
  { code: "new RegExp" },
);

const validators = new Map<string, ValidateFunction>();

/**
 * Skips the present suite, loudly, where this machine has no mirror with a release's definitions.
 *
 * Call it in `before(function () { skipWithoutDefinitions(this); })`.
 */
export function skipWithoutDefinitions(context: Mocha.Context, folder: string = releaseFolder): void {
  if (mirrorWith(folder) === undefined) {
    process.stderr.write(
      `SKIPPED: no mirror has ${folder}: objects are not held against their definitions\n`,
    );
    context.skip();
  }
}

/**
 * Holds an object against the schema of its CustomResourceDefinition as the API server would with strict field
 * validation: types, enumerations, patterns, sizes, required fields, and no field that the definition hasn't got.
 * The definition's CEL rules are not evaluated.
 *
 * Definitions are read from the mirror: the release's own, then those of charts.
 *
 * @param object the whole object, or only its `spec` and a metadata with a name: `{ metadata, spec }`
 * @param folder folder of the mirror with the release
 * @throws AssertionError with all that is wrong
 */
export function assertAccepted(
  apiVersion: string,
  kind: string,
  object: object,
  folder: string = releaseFolder,
): void {
  const key = `${folder} ${apiVersion} ${kind}`;
  const validate = validators.get(key) ?? compiled(apiVersion, kind, folder);
  validators.set(key, validate);
  // What is undefined is not there for the API server.
  const sent: unknown = JSON.parse(JSON.stringify({ apiVersion, kind, ...object }));
  validate(sent);
  const wrong = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "/"}: ${message} ${JSON.stringify(params)}`,
  );
  assert.deepEqual(wrong, [], `${apiVersion} ${kind} would be refused`);
}

function compiled(apiVersion: string, kind: string, folder: string): ValidateFunction {
  const [group = "", version = ""] = apiVersion.split("/");
  const schema = findSchema(group, version, kind, folder);
  assert.ok(schema !== undefined, `no definition of ${apiVersion} ${kind} in ${folder} or the charts`);
  const ajv = new Ajv({
    strict: false,
    logger: false,
    allErrors: true,
    validateFormats: false,
    code: { regExp: goRegExp },
  });
  return ajv.compile(openApiToJsonSchema(schema));
}

function findSchema(group: string, version: string, kind: string, folder: string) {
  const mirror = mirrorWith(folder);
  assert.ok(mirror !== undefined, `no mirror has ${folder}`);
  for (const file of [
    ...yamlFiles(path.join(mirror, folder)),
    ...yamlFiles(path.join(mirror, "charts")).filter((name) => path.basename(name) === "crds.yaml"),
  ]) {
    const schema = schemaIn(file, group, version, kind);
    if (schema !== undefined) {
      return schema;
    }
  }
  return undefined;
}

function schemaIn(file: string, group: string, version: string, kind: string) {
  const text = fs.readFileSync(file, "utf8");
  const isIt = new RegExp(`^\\s+kind: ${kind}\\s*$`, "m");
  // Looked for in the text first: some files are megabytes, and reading YAML is slow.
  const candidates = text
    .split(/^---.*$/m)
    .filter((part) => /^kind: CustomResourceDefinition\s*$/m.test(part) && isIt.test(part));
  for (const candidate of candidates) {
    const definition = Definition.safeParse(yaml.load(candidate, { schema: yaml.CORE_SCHEMA }));
    const { spec } = definition.data ?? {};
    if (spec?.group === group && spec.names.kind === kind) {
      const found = spec.versions.find(({ name }) => name === version);
      if (found !== undefined && isObject(found.schema.openAPIV3Schema)) {
        return found.schema.openAPIV3Schema;
      }
    }
  }
  return undefined;
}

function yamlFiles(directory: string): string[] {
  if (!fs.existsSync(directory)) {
    return [];
  }
  return fs
    .readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => path.join(directory, name))
    .filter((name) => !neverInstalled.test(name))
    .sort();
}

function mirrorWith(folder: string): string | undefined {
  const { manifestsMirror } = readEnvironment();
  const mirrors = manifestsMirror === undefined ? ["mirror", "../shared/mirror"] : [manifestsMirror];
  return mirrors
    .map((mirror) => path.resolve(root, mirror))
    .find((mirror) => fs.existsSync(path.join(mirror, folder)));
}
