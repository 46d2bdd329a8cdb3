import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { UserError } from "./errors";
import { nearest } from "./nearest";

/**
 * Reads and validates a project's configuration: the keys `<project>:<name>` of the stack's file.
 *
 * Every mistake is collected and reported in one message, before anything is registered.
 *
 * @param schema one strict zod object; its defaults are the documentation of the defaults
 * @throws UserError naming each wrong key, its value and what is allowed
 */
export function loadConfig<Schema extends z.ZodObject>(schema: Schema): z.output<Schema> {
  const project = pulumi.getProject();
  return parseConfig(schema, project, pulumi.getStack(), pulumi.runtime.allConfig());
}

/** The pure part of {@link loadConfig}: `all` maps `<project>:<name>` to the value's text. */
export function parseConfig<Schema extends z.ZodObject>(
  schema: Schema,
  project: string,
  stack: string,
  all: Record<string, string>,
): z.output<Schema> {
  const prefix = `${project}:`;
  const own = Object.entries(all)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]): [string, unknown] => {
      const name = key.slice(prefix.length);
      return [name, valueOf(text, (value) => accepts(schema, name, value))];
    });
  const result = schema.safeParse(Object.fromEntries(own));
  if (result.success) {
    return result.data;
  }
  const lines = result.error.issues.flatMap((issue) =>
    describeIssue(issue, prefix, Object.fromEntries(own), schema),
  );
  throw new UserError(
    [
      `Pulumi.${stack}.yaml has ${count(lines.length, "mistake")} under ${prefix}*`,
      ...lines.map((l) => `  ${l}`),
    ].join("\n"),
    `edit Pulumi.${stack}.yaml; README.md and the JSDoc of ${project}'s config.ts list every key`,
  );
}

/**
 * Pulumi hands everything over as text. It stays text where the key takes one ("26.03" is a release, not a
 * number); else it is the JSON that it spells, if it spells any.
 */
function valueOf(text: string, isAccepted: (value: unknown) => boolean): unknown {
  if (isAccepted(text)) {
    return text;
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** Does the schema have nothing against this value of one of its keys, whatever it says of the others? */
function accepts(schema: z.ZodObject, key: string, value: unknown): boolean {
  const { error } = schema.safeParse({ [key]: value });
  return !(error?.issues ?? []).some(
    (issue) => issue.path[0] === key || (issue.code === "unrecognized_keys" && issue.keys.includes(key)),
  );
}

function describeIssue(
  issue: z.core.$ZodIssue,
  prefix: string,
  own: Record<string, unknown>,
  schema: z.ZodObject,
): string[] {
  const where = prefix + issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const path = issue.path.length === 0 ? prefix + key : `${where}.${key}`;
      const hint = nearest(key, known);
      const allowed = known.length === 0 ? "" : `; known keys: ${known.join(", ")}`;
      return `${path}: unknown key${hint === undefined ? "" : ` (did you mean ${hint}?)`}${allowed}`;
    });
  }
  const value = issue.path.reduce<unknown>(child, own);
  const got = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  // Of a map's key that is refused zod says so, and why one level below.
  const why = issue.code === "invalid_key" ? (issue.issues[0] ?? issue) : issue;
  return [`${where} ${got}: ${inWords(why)}`];
}

/** The keys that a schema knows at a path; none where what is there is no object, or one of several. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    return keysAt(schema.unwrap(), path);
  }
  const [key, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
    const inner = key === undefined ? undefined : shape[String(key)];
    return key === undefined ? Object.keys(shape) : inner === undefined ? [] : keysAt(inner, rest);
  }
  if (key === undefined) {
    return [];
  }
  return schema instanceof z.ZodArray
    ? keysAt(schema.element, rest)
    : schema instanceof z.ZodRecord
      ? keysAt(schema.valueType, rest)
      : [];
}

/** What zod expects, in the words of a YAML file. Messages of a schema's own are kept. */
const expectations: Readonly<Record<string, string>> = {
  string: "text is expected, in quotes where it looks like a number",
  boolean: "true or false is expected",
  number: "a number is expected",
  int: "a whole number is expected",
  array: "a list is expected",
  object: "a structure is expected",
  record: "a structure is expected",
};

function inWords(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_type" && issue.message.startsWith("Invalid input")
    ? (expectations[issue.expected] ?? issue.message)
    : issue.message;
}

function child(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
