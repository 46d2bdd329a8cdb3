import { UserError } from "../../config/errors";
import { annotate } from "./annotate";
import { readComments } from "./comments";
import { editorSchema } from "./editor-schema";
import type { JsonSchema } from "./json-schema";
import { referenceText } from "./markdown";
import { describeByName, type SourceName, sourceNames, sources } from "./sources";
import { structureOf } from "./structure";

/** The configuration reference, made from the schemas that programs validate with and the comments in them. */
export interface Reference {
  /** For editors: the JSON Schema of a whole environment file. */
  readonly schema: JsonSchema;
  /** The sets of keys one by one, each field with its comment. */
  readonly described: Readonly<Record<SourceName, JsonSchema>>;
  /** What is written, by path below the repository's top folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** What writes the files anew. */
export const command = "npm run docs";

/**
 * Makes the reference, a matter of two seconds; writes nothing.
 *
 * @param root the repository's top folder
 * @throws UserError naming each field that has no comment
 */
export function generateReference(root: string): Reference {
  const described = describeAll(root);
  const schema = editorSchema(described);
  return {
    schema,
    described,
    files: new Map([
      ["docs/configuration.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`],
      ["docs/configuration.md", referenceText(described)],
    ]),
  };
}

function describeAll(root: string): Readonly<Record<SourceName, JsonSchema>> {
  const types = readComments(
    root,
    sourceNames.map((name) => sources[name]),
  );
  const missing: string[] = [];
  const describe = (name: SourceName): JsonSchema => {
    const source = sources[name];
    const type = types[sourceNames.indexOf(name)];
    if (type === undefined) {
      throw new Error(`${source.file} was not read`);
    }
    return annotate(structureOf(source.schema), type, `${source.project}:`, {
      describe: describeByName,
      missing: (path) => missing.push(`${path} (${source.name} in ${source.file})`),
    });
  };
  const described = {
    aws: describe("aws"),
    local: describe("local"),
    platform: describe("platform"),
    workloads: describe("workloads"),
    frontDoor: describe("frontDoor"),
  };
  if (missing.length > 0) {
    throw new UserError(
      ["Keys of the configuration that nobody has described:", ...missing.map((line) => `  ${line}`)].join(
        "\n",
      ),
      `write a /** comment */ above each: meaning, unit, default, what it costs; then run ${command}`,
    );
  }
  return described;
}
