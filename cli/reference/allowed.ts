import { discriminatorOf, type JsonSchema, type Scalar } from "./json-schema";

/** What a value may be, in a few words of Markdown. */
export function allowedIn(schema: JsonSchema): string {
  const said = schema.patternErrorMessage ?? schema.errorMessage;
  if (schema.const !== undefined) {
    return code(schema.const);
  }
  if (schema.enum !== undefined) {
    return schema.enum.map(code).join(", ");
  }
  if (schema.oneOf !== undefined) {
    return `by its \`${discriminatorOf(schema.oneOf)}\``;
  }
  switch (schema.type) {
    case "boolean":
      return "`true`, `false`";
    case "integer":
    case "number":
      return schema.errorMessage ?? numbers(schema);
    case "string":
      return text(schema, said);
    case "array":
      return `list of: ${schema.items === undefined ? "anything" : allowedIn(schema.items)}${counts(schema)}`;
    case "object":
      return typeof schema.additionalProperties === "object"
        ? `map: ${names(schema.propertyNames)} → ${allowedIn(schema.additionalProperties)}`
        : "structure";
    case undefined:
      return "anything";
  }
}

function numbers(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, multipleOf } = schema;
  const kind = schema.type === "integer" ? "whole number" : "number";
  const least =
    minimum ??
    (schema.type === "integer" && exclusiveMinimum !== undefined ? exclusiveMinimum + 1 : undefined);
  const steps = multipleOf === undefined ? "" : `, in steps of ${multipleOf}`;
  if (least !== undefined) {
    return `${kind}, ${least} ${maximum === undefined ? "or more" : `to ${maximum}`}${steps}`;
  }
  const more = exclusiveMinimum === undefined ? "" : `, more than ${exclusiveMinimum}`;
  const most = maximum === undefined ? "" : `, ${maximum} or less`;
  return `${kind}${more}${most}${steps}`;
}

function text({ format, maxLength }: JsonSchema, said: string | undefined): string {
  const kind = said ?? (format === undefined ? "text" : (formats[format] ?? format));
  return maxLength === undefined ? kind : `${kind}, ${maxLength} characters or fewer`;
}

const formats: Readonly<Record<string, string>> = {
  email: "e-mail address",
  uri: "URL",
  "date-time": "time, such as `2030-01-31T18:00:00Z`",
};

function counts({ minItems, maxItems }: JsonSchema): string {
  if (minItems === undefined && maxItems === undefined) {
    return "";
  }
  const least = minItems ?? 0;
  return maxItems === undefined ? `; ${least} or more` : `; ${least} to ${maxItems}`;
}

function names(schema: JsonSchema | undefined): string {
  return schema === undefined ? "name" : allowedIn(schema);
}

/** A value as it is written in YAML. */
export function code(value: Scalar): string {
  return `\`${typeof value === "string" ? quoted(value) : String(value)}\``;
}

/** Text that YAML would take for a number has to be in quotes. */
function quoted(value: string): string {
  return /^[\d.]+$/.test(value) ? `"${value}"` : value;
}
