import assert from "node:assert/strict";
import * as z from "zod";
import { allowedIn } from "./allowed";
import type { JsonSchema } from "./json-schema";
import { structureOf } from "./structure";

function structure(value: z.ZodType): JsonSchema {
  return structureOf(z.strictObject({ value })).properties?.value ?? assert.fail("no structure");
}

describe("structureOf", () => {
  it("keeps defaults and says which fields have to be there", () => {
    const schema = z.strictObject({ a: z.string(), b: z.string().default("x"), c: z.string().optional() });
    const { required, properties, additionalProperties } = structureOf(schema);
    assert.deepEqual(required, ["a"]);
    assert.equal(properties?.b?.default, "x");
    assert.equal(additionalProperties, false);
  });

  it("keeps the messages in which a schema says what is allowed", () => {
    const pattern = structure(z.string().regex(/^a$/, "the letter a"));
    assert.deepEqual(pattern, { type: "string", pattern: "^a$", patternErrorMessage: "the letter a" });
    const rule = structure(z.int().refine((n) => n % 7 === 0, "a multiple of seven"));
    assert.deepEqual(rule, { type: "integer", errorMessage: "a multiple of seven" });
    assert.equal(structure(z.email("an address")).patternErrorMessage, "an address");
  });

  it("makes an enumeration of a union of constants", () => {
    assert.deepEqual(structure(z.union([z.literal(1), z.literal(5)])), { enum: [1, 5] });
  });

  it("refuses what the reference has no words for", () => {
    assert.throws(
      () => structure(z.union([z.string(), z.number()])),
      /has no words for .*properties\.value\.type/,
    );
    assert.throws(() => structure(z.tuple([z.string()])), /has no words for/);
    const either = z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]);
    assert.throws(() => structure(either), /neither discriminated nor of constants/);
  });
});

describe("allowedIn", () => {
  const cases: readonly (readonly [z.ZodType, string])[] = [
    [z.boolean(), "`true`, `false`"],
    [z.enum(["a", "26.03"]), '`a`, `"26.03"`'],
    [z.literal("eks"), "`eks`"],
    [z.int().min(7).max(30), "whole number, 7 to 30"],
    [z.int().positive(), "whole number, 1 or more"],
    [z.int(), "whole number"],
    [z.number().positive(), "number, more than 0"],
    [z.number().min(0).max(256).multipleOf(0.5), "number, 0 to 256, in steps of 0.5"],
    [z.string(), "text"],
    [z.string().max(5), "text, 5 characters or fewer"],
    [z.string().regex(/a/, "an a").max(5), "an a, 5 characters or fewer"],
    [z.email(), "e-mail address"],
    [z.array(z.email()).min(1).max(10), "list of: e-mail address; 1 to 10"],
    [z.array(z.string()).min(1), "list of: text; 1 or more"],
    [z.record(z.string(), z.boolean()), "map: name → `true`, `false`"],
    [z.partialRecord(z.enum(["a", "b"]), z.string()), "map: `a`, `b` → text"],
    [z.strictObject({}), "structure"],
    [z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("x") })]), "by its `kind`"],
  ];
  for (const [schema, words] of cases) {
    it(words, () => {
      assert.equal(allowedIn(structure(schema)), words);
    });
  }
});
