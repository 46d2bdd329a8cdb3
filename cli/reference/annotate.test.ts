import assert from "node:assert/strict";
import * as z from "zod";
import { annotate } from "./annotate";
import type { CommentedType } from "./comments";
import { structureOf } from "./structure";

/** A type whose fields have these comments, wherever they are. */
function commentedBy(comments: Readonly<Record<string, string>>): CommentedType {
  const type: CommentedType = {
    property: (name) => {
      const comment = comments[name];
      return comment === undefined ? undefined : { comment, type };
    },
    item: () => type,
    value: () => type,
    variant: () => type,
  };
  return type;
}

function annotated(schema: z.ZodObject, comments: Readonly<Record<string, string>>) {
  const missing: string[] = [];
  const described = annotate(structureOf(schema), commentedBy(comments), "p:", {
    describe: (path) => (path === "p:named.x" ? "By its name." : undefined),
    missing: (path) => missing.push(path),
  });
  return { described, missing };
}

describe("annotate", () => {
  it("puts comments beside fields, through lists, maps and variants", () => {
    const schema = z.strictObject({
      list: z.array(z.strictObject({ a: z.string() })),
      map: z.record(z.string(), z.strictObject({ b: z.string() })),
      either: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("x"), c: z.string() }),
        z.strictObject({ kind: z.literal("y") }),
      ]),
    });
    const comments = { list: "L", map: "M", either: "E", a: "A", b: "B", c: "C", kind: "K" };
    const { described, missing } = annotated(schema, comments);
    assert.deepEqual(missing, []);
    const { list, map, either } = described.properties ?? {};
    assert.equal(list?.description, "L");
    assert.equal(list.items?.properties?.a?.description, "A");
    const values = map?.additionalProperties;
    assert.equal(typeof values === "object" ? values.properties?.b?.description : undefined, "B");
    assert.equal(either?.oneOf?.[0]?.properties?.c?.description, "C");
    assert.equal(either.oneOf[1]?.properties?.kind?.description, "K");
  });

  it("names every field that has no comment, by its path", () => {
    const schema = z.strictObject({
      a: z.string(),
      list: z.array(z.strictObject({ inner: z.strictObject({ deep: z.string() }) })),
    });
    assert.deepEqual(annotated(schema, { list: "L", inner: "I", deep: "" }).missing, [
      "p:a",
      "p:list[].inner.deep",
    ]);
  });

  it("takes a description by name where the compiler knows no field", () => {
    const schema = z.strictObject({ named: z.strictObject({ x: z.boolean(), y: z.boolean() }) });
    const { described, missing } = annotated(schema, { named: "N" });
    assert.equal(described.properties?.named?.properties?.x?.description, "By its name.");
    assert.deepEqual(missing, ["p:named.y"]);
  });
});
