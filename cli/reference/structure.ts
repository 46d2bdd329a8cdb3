import * as z from "zod";
import { type JsonSchema, readJsonSchema, type Scalar } from "./json-schema";

/** What a zod schema of configuration accepts, defaults included, without what zod writes and nobody needs. */
export function structureOf(schema: z.ZodObject): JsonSchema {
  const written = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      Object.assign(jsonSchema, messagesOf(zodSchema));
    },
  });
  const { $schema: _draft, ...structure } = simplified(readJsonSchema(written));
  return structure;
}

/** The messages in which a schema says itself what is allowed. */
function messagesOf(schema: z.core.$ZodTypes): { patternErrorMessage?: string; errorMessage?: string } {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def);
  const ofPattern = checks.filter(({ check }) => check === "string_format").flatMap(messageOf);
  // What `refine` asks for has no place in JSON Schema but in a sentence.
  const ofRule = checks.filter(({ check }) => check === "custom").flatMap(messageOf);
  const ofFormat = schema._zod.def.type === "string" ? messageOf(schema._zod.def) : [];
  // The same words may stand for "no text" and for "text of another shape".
  const pattern = [...new Set([...ofFormat, ...ofPattern])];
  return {
    ...(pattern.length === 0 ? {} : { patternErrorMessage: pattern.join("; ") }),
    ...(ofRule.length === 0 ? {} : { errorMessage: ofRule.join("; ") }),
  };
}

/** zod keeps a message as a function of the issue, of which those of configuration make no use. */
function messageOf({ error }: { readonly error?: z.core.$ZodErrorMap<never> | undefined }): string[] {
  const said: unknown =
    error === undefined ? undefined : Reflect.apply(error, undefined, [{ code: "custom" }]);
  return typeof said === "string" ? [said] : [];
}

function simplified(schema: JsonSchema): JsonSchema {
  const choice = choiceOf(schema);
  const { propertyNames, additionalProperties, items, properties, oneOf, ...rest } = choice;
  return {
    ...withoutLimitsOfNumbers(rest),
    ...(propertyNames === undefined || isAnyText(propertyNames) ? {} : { propertyNames }),
    ...(items === undefined ? {} : { items: simplified(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, simplified(property)]),
          ),
        }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "boolean"
              ? additionalProperties
              : simplified(additionalProperties),
        }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(simplified) }),
  };
}

/** A union of constants is an enumeration; no other union without a discriminator is supported. */
function choiceOf(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (anyOf === undefined) {
    return schema;
  }
  const values = anyOf.map(({ const: value }): Scalar => {
    if (value === undefined) {
      throw new Error("a union of configuration values that is neither discriminated nor of constants");
    }
    return value;
  });
  return { ...rest, enum: values };
}

/** zod writes the limits of JavaScript's whole numbers down. */
function withoutLimitsOfNumbers(schema: JsonSchema): JsonSchema {
  const { minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

function isAnyText(schema: JsonSchema): boolean {
  return schema.type === "string" && Object.keys(schema).length === 1;
}
