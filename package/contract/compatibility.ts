import { isDeepStrictEqual } from "node:util";
import * as z from "zod";

/** A JSON Schema, in the keywords that the contract's schemas have. Others are compared as they are. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly [keyword: string]: unknown;
}

/** See the type of the same name. */
export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    oneOf: z.array(Schema).optional(),
    anyOf: z.array(Schema).optional(),
  }),
);

/** Keywords that say nothing of what a value may be. */
const silent = new Set(["$schema", "default", "description", "title", "examples"]);

/** Keywords that are looked into. */
const structural = new Set(["properties", "required", "items", "additionalProperties", "oneOf", "anyOf"]);

/** Whose side a schema is compared from: who reads outputs, or a stack that exported them some releases ago. */
export type Side = "read" | "exported";

/**
 * What of a change would break somebody. A field may be added: for a stack of yesterday, one with a default or one that
 * may be missing. Everything else that is different, is a change that its readers have to be told of.
 *
 * @param path where the two are, for messages
 */
export function breakingChanges(published: Schema, current: Schema, side: Side, path: string): string[] {
  return [
    ...keywordChanges(published, current, path),
    ...requirementChanges(published, current, side, path),
    ...Object.entries(published.properties ?? {}).flatMap(([name, schema]) => {
      const now = current.properties?.[name];
      const place = `${path}.${name}`;
      return now === undefined ? [`${place} is gone`] : breakingChanges(schema, now, side, place);
    }),
    ...innerChanges(published.items, current.items, side, `${path}[]`),
    ...additionalChanges(published, current, side, path),
    ...(["oneOf", "anyOf"] as const).flatMap((keyword) =>
      choiceChanges(published[keyword] ?? [], current[keyword] ?? [], side, path),
    ),
  ];
}

function keywordChanges(published: Schema, current: Schema, path: string): string[] {
  const keywords = new Set([...Object.keys(published), ...Object.keys(current)]);
  return [...keywords]
    .filter((keyword) => !silent.has(keyword) && !structural.has(keyword))
    .filter((keyword) => !isDeepStrictEqual(published[keyword], current[keyword]))
    .map((keyword) => {
      const [before = "", after = ""] = [published, current].map((schema) => textOf(schema[keyword]));
      return `${path}: ${keyword} was ${before} and is ${after}`;
    });
}

function textOf(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function requirementChanges(published: Schema, current: Schema, side: Side, path: string): string[] {
  const [before, after] = [new Set(published.required), new Set(current.required)];
  return side === "read"
    ? [...before]
        .filter((name) => !after.has(name) && current.properties?.[name] !== undefined)
        .map((name) => `${path}.${name} may be missing now`)
    : [...after]
        .filter((name) => !before.has(name))
        .map((name) => `${path}.${name}: a stack of an earlier release doesn't export it; give it a default`);
}

function additionalChanges(published: Schema, current: Schema, side: Side, path: string): string[] {
  const [before, after] = [published.additionalProperties, current.additionalProperties];
  if (typeof before !== "object" || typeof after !== "object") {
    // zod closes objects on the readers' side only, to say that what is not named is taken away.
    return typeof before === typeof after || side === "read"
      ? []
      : [`${path}: other keys are taken differently`];
  }
  return breakingChanges(before, after, side, `${path}.*`);
}

function innerChanges(
  published: Schema | undefined,
  current: Schema | undefined,
  side: Side,
  path: string,
): string[] {
  if (published === undefined || current === undefined) {
    return published === current ? [] : [`${path} is ${published === undefined ? "new" : "gone"}`];
  }
  return breakingChanges(published, current, side, path);
}

/** Choices are told apart by what they are made of; those with a `kind` by that. */
function choiceChanges(
  published: readonly Schema[],
  current: readonly Schema[],
  side: Side,
  path: string,
): string[] {
  const now = new Map(current.map((schema, index) => [nameOf(schema, index), schema]));
  const before = new Map(published.map((schema, index) => [nameOf(schema, index), schema]));
  return [
    ...[...before].flatMap(([name, schema]) => innerChanges(schema, now.get(name), side, `${path}(${name})`)),
    ...[...now.keys()].filter((name) => !before.has(name)).map((name) => `${path}(${name}) is new`),
  ];
}

function nameOf(schema: Schema, index: number): string {
  const kind = schema.properties?.kind?.const;
  return typeof kind === "string" ? kind : String(index);
}
