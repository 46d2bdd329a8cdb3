import * as z from "zod";

/**
 * The part of JSON Schema (draft 7) that configuration is described with, and three keywords of editors: they show
 * `markdownDescription` in place of `description`, and the messages in place of their own.
 */
export interface JsonSchema {
  readonly $schema?: string | undefined;
  readonly $ref?: string | undefined;
  readonly definitions?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly markdownDescription?: string | undefined;
  readonly patternErrorMessage?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | undefined;
  readonly default?: unknown;
  readonly const?: Scalar | undefined;
  readonly enum?: readonly Scalar[] | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly multipleOf?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly items?: JsonSchema | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly propertyNames?: JsonSchema | undefined;
  readonly additionalProperties?: boolean | JsonSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly if?: JsonSchema | undefined;
  readonly then?: JsonSchema | undefined;
  readonly else?: JsonSchema | undefined;
}

/** What `const` and `enum` hold. */
export type Scalar = string | number | boolean;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const node: z.ZodType<JsonSchema> = z.lazy(() => shape);

/** What zod writes. A keyword that is not known here is refused: the tables would leave out what it says. */
const shape = z.strictObject({
  $schema: z.string().optional(),
  description: z.string().optional(),
  patternErrorMessage: z.string().optional(),
  errorMessage: z.string().optional(),
  type: z.enum(["object", "array", "string", "number", "integer", "boolean"]).optional(),
  default: z.unknown().optional(),
  const: scalar.optional(),
  enum: z.array(scalar).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  items: node.optional(),
  properties: z.record(z.string(), node).optional(),
  propertyNames: node.optional(),
  additionalProperties: z.union([z.boolean(), node]).optional(),
  required: z.array(z.string()).optional(),
  oneOf: z.array(node).optional(),
  anyOf: z.array(node).optional(),
});

/** Reads what zod wrote. */
export function readJsonSchema(value: unknown): JsonSchema {
  // Through text: zod hangs functions on what it returns, which are no part of the schema.
  const result = node.safeParse(JSON.parse(JSON.stringify(value)));
  if (!result.success) {
    const places = result.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".")}: ${message}`,
    );
    throw new Error(`the reference has no words for a part of the schema: ${places.join("; ")}`);
  }
  return result.data;
}

/** The property by whose constants the variants of a `oneOf` are told apart. */
export function discriminatorOf(variants: readonly JsonSchema[]): string {
  const [first, ...others] = variants;
  const name = Object.entries(first?.properties ?? {})
    .filter(([, property]) => property.const !== undefined)
    .map(([property]) => property)
    .find((property) => others.every((other) => other.properties?.[property]?.const !== undefined));
  if (name === undefined) {
    throw new Error("variants of a configuration key that no constant tells apart are not supported");
  }
  return name;
}
