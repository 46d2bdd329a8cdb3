import { allowedIn, code } from "./allowed";
import { discriminatorOf, type JsonSchema } from "./json-schema";
import { type Source, type SourceName, sourceNames, sources } from "./sources";

const introduction = `# Configuration

Every key of an environment, which is one file: \`Pulumi.<environment>.yaml\`. Generated from the code by
\`npm run docs\`; change the comments there, not this file.

- A key belongs to the project that it begins with. Other keys (\`aws:…\`, \`pulumi:…\`) are those of Pulumi and its providers.
- \`a.b\` is the field \`b\` of \`a\`, \`a[].b\` that of every element of a list, \`a.<name>.b\` that of every entry of a map.
- An editor with a YAML language server checks and completes while you type: the files name their schema,
  [configuration.schema.json](configuration.schema.json), in the first line.
- \`npm run doctor -- ENV\` checks a file as a whole, with the rules that reach over several keys.`;

/** The reference of all keys as Markdown. */
export function referenceText(described: Readonly<Record<SourceName, JsonSchema>>): string {
  const parts = sourceNames.map((name) => partText(sources[name], described[name]));
  return `${[introduction, ...parts].join("\n\n")}\n`;
}

function partText({ project, title, introduction: about, name, file }: Source, keys: JsonSchema): string {
  const properties = Object.entries(keys.properties ?? {});
  const summary = properties.map(([key, schema]) =>
    rowOf(`${project}:${key}`, schema, isRequired(keys, key), ""),
  );
  const sections = properties
    .filter(([, schema]) => hasFields(schema))
    .flatMap(([key, schema]) => sectionText(`${project}:${key}`, schema));
  return [`## ${title}`, `${about} Schema: \`${name}\` in ${file}.`, tableText(summary), ...sections].join(
    "\n\n",
  );
}

function sectionText(key: string, schema: JsonSchema): string[] {
  const heading = [`### ${key}`, escaped(schema.description ?? "")];
  const { items, additionalProperties } = schema;
  if (schema.oneOf !== undefined) {
    const discriminator = discriminatorOf(schema.oneOf);
    return [
      ...heading,
      ...schema.oneOf.flatMap((variant) => {
        const field = variant.properties?.[discriminator];
        const rows = fieldRows(variant, "", "");
        return [
          `#### ${key}, ${discriminator}: ${String(field?.const)}`,
          ...(rows.length > 1 ? [tableText(rows)] : [escaped(field?.description ?? "")]),
        ];
      }),
    ];
  }
  if (items !== undefined) {
    return [...heading, tableText(fieldRows(items, "[].", ""))];
  }
  return typeof additionalProperties === "object"
    ? [...heading, tableText(fieldRows(additionalProperties, "<name>.", ""))]
    : [...heading, tableText(fieldRows(schema, "", ""))];
}

/** Rows of a structure's fields and of theirs. */
function fieldRows(schema: JsonSchema, prefix: string, condition: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const about = field.const === undefined ? condition : "";
    return [rowOf(path, field, isRequired(schema, name), about), ...rowsBelow(field, path, condition)];
  });
}

function rowsBelow(field: JsonSchema, path: string, condition: string): string[] {
  const { items, additionalProperties, oneOf } = field;
  if (oneOf !== undefined) {
    const discriminator = discriminatorOf(oneOf);
    return oneOf.flatMap((variant) => {
      const value = variant.properties?.[discriminator]?.const;
      return fieldRows(variant, `${path}.`, `Where \`${path}.${discriminator}\` is \`${String(value)}\`: `);
    });
  }
  if (items !== undefined) {
    return fieldRows(items, `${path}[].`, condition);
  }
  return typeof additionalProperties === "object"
    ? fieldRows(additionalProperties, `${path}.<name>.`, condition)
    : fieldRows(field, `${path}.`, condition);
}

function rowOf(path: string, schema: JsonSchema, required: boolean, condition: string): string {
  const meaning = condition + escaped(schema.description ?? "");
  return `| \`${path}\` | ${escaped(allowedIn(schema))} | ${defaultOf(schema, required)} | ${meaning} |`;
}

function tableText(rows: readonly string[]): string {
  return ["| key | allowed | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  const { default: value } = schema;
  if (required) {
    return "**required**";
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return code(value);
  }
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item) => code(String(item))).join(", ");
  }
  const fields = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (!Array.isArray(value) && fields.length > 0) {
    return fields.map(([name, inner]) => `\`${name}: ${String(inner)}\``).join(", ");
  }
  const said = defaultSaid(schema.description ?? "");
  if (said !== undefined) {
    return said === "true" || said === "false" ? code(said) : escaped(said);
  }
  // `{}` as the default of a structure says that its fields have defaults.
  return value !== undefined && schema.properties !== undefined ? "by its fields" : "none";
}

/** What a comment calls the default, where the schema holds none: one that is only known later. */
export function defaultSaid(comment: string): string | undefined {
  return /Default: (.+?)(?=\.(\s|$)|;|, and then)/.exec(comment)?.[1];
}

function isRequired(schema: JsonSchema, name: string): boolean {
  return schema.required?.includes(name) === true;
}

function hasFields({ properties, oneOf, items, additionalProperties }: JsonSchema): boolean {
  return (
    properties !== undefined ||
    oneOf !== undefined ||
    (items !== undefined && hasFields(items)) ||
    (typeof additionalProperties === "object" && hasFields(additionalProperties))
  );
}

/** Text for a cell of a table: outside of code, `<a>` would be HTML and `*` emphasis. */
function escaped(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;").replaceAll("*", "\\*") : part))
    .join("`")
    .replaceAll("|", "\\|");
}
