import assert from "node:assert/strict";
import * as z from "zod";
import { breakingChanges, Schema, type Side } from "./compatibility";

const published = z.object({
  name: z.string(),
  size: z.int().optional(),
  tags: z.array(z.object({ key: z.string() })),
  zone: z.enum(["a", "b"]).default("a"),
  store: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("s3"), bucket: z.string() }),
    z.object({ kind: z.literal("none") }),
  ]),
});

function changes(current: z.ZodObject, side: Side): string[] {
  const io = side === "read" ? "output" : "input";
  const [before, after] = [published, current].map((schema) => Schema.parse(z.toJSONSchema(schema, { io })));
  assert.ok(before !== undefined && after !== undefined);
  return breakingChanges(before, after, side, "stack");
}

describe("breakingChanges", () => {
  it("are none where nothing changed, or a field was added that may be missing", () => {
    const more = published.extend({ color: z.string().optional(), flavor: z.string().default("plain") });
    for (const side of ["read", "exported"] as const) {
      assert.deepEqual(changes(published, side), []);
      assert.deepEqual(changes(more, side), []);
    }
  });

  it("name what is gone", () => {
    const less = published.omit({ name: true }).extend({ tags: z.array(z.object({})) });
    assert.deepEqual(changes(less, "read"), ["stack.name is gone", "stack.tags[].key is gone"]);
  });

  it("name what is of another type or range", () => {
    const other = published.extend({
      size: z.string().optional(),
      zone: z.enum(["a", "b", "c"]).default("a"),
    });
    assert.deepEqual(
      changes(other, "read").filter((line) => !line.includes("imum")),
      [
        'stack.size: type was "integer" and is "string"',
        'stack.zone: enum was ["a","b"] and is ["a","b","c"]',
      ],
    );
  });

  it("name what readers may miss from now on", () => {
    const other = published.extend({ name: z.string().optional() });
    assert.deepEqual(changes(other, "read"), ["stack.name may be missing now"]);
    assert.deepEqual(changes(other, "exported"), []);
  });

  it("name what a stack of an earlier release doesn't export", () => {
    const other = published.extend({ region: z.string() });
    assert.deepEqual(changes(other, "read"), []);
    assert.deepEqual(changes(other, "exported"), [
      "stack.region: a stack of an earlier release doesn't export it; give it a default",
    ]);
  });

  it("look into each choice", () => {
    const other = published.extend({
      store: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("s3"), bucket: z.number() }),
        z.object({ kind: z.literal("disk") }),
      ]),
    });
    assert.deepEqual(changes(other, "read"), [
      'stack.store(s3).bucket: type was "string" and is "number"',
      "stack.store(none) is gone",
      "stack.store(disk) is new",
    ]);
  });
});
