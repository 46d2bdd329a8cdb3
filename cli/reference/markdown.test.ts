import assert from "node:assert/strict";
import type { JsonSchema } from "./json-schema";
import { defaultSaid, referenceText } from "./markdown";

const nothing: JsonSchema = { type: "object", properties: {} };

function rowsOf(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): string[] {
  const local = { type: "object", properties, required } as const;
  const text = referenceText({
    aws: nothing,
    local,
    platform: nothing,
    workloads: nothing,
    frontDoor: nothing,
  });
  return text.split("\n").filter((line) => line.startsWith("| `"));
}

describe("referenceText", () => {
  it("says of a key what is allowed, its default and what it means", () => {
    const port: JsonSchema = { type: "integer", minimum: 1, default: 80, description: "A port." };
    assert.deepEqual(rowsOf({ port }), [
      "| `kubeflow-infra:port` | whole number, 1 or more | `80` | A port. |",
    ]);
    assert.match(
      rowsOf({ port: { ...port, default: undefined } }, ["port"])[0] ?? "",
      /\| \*\*required\*\* \|/,
    );
  });

  it("has a row for each field below a key, by its path", () => {
    const text: JsonSchema = { type: "string", description: "T" };
    const rows = rowsOf({
      pools: {
        type: "array",
        description: "P",
        items: {
          properties: {
            name: text,
            more: { additionalProperties: { properties: { x: text } }, description: "M" },
          },
        },
      },
    });
    assert.deepEqual(
      rows.map((row) => row.split(" | ")[0]),
      ["| `kubeflow-infra:pools`", "| `[].name`", "| `[].more`", "| `[].more.<name>.x`"],
    );
  });

  it("says in which variant a field is", () => {
    const variant = (kind: string, more: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
      properties: { kind: { const: kind, description: `a ${kind}` }, ...more },
      required: ["kind"],
    });
    const zone = {
      oneOf: [variant("made", {}), variant("given", { id: { type: "string", description: "Its id." } })],
    };
    const rows = rowsOf({ edge: { type: "object", description: "E", properties: { zone } } });
    assert.ok(
      rows.includes("| `zone.id` | text | none | Where `zone.kind` is `given`: Its id. |"),
      rows.join("\n"),
    );
  });

  it("shows what Markdown would take for HTML, emphasis or another cell", () => {
    const description = "<name> of *.domain, a|b; in code `<a|*>`.";
    assert.match(
      rowsOf({ key: { type: "string", description } })[0] ?? "",
      /&lt;name> of \\\*\.domain, a\\\|b; in code `<a\\\|\*>`\./,
    );
  });
});

describe("defaultSaid", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["A port. Default: a free one.", "a free one"],
    ["Range. Default: 10.0.0.0/16. Every pod takes one of it.", "10.0.0.0/16"],
    ["Edge. Default: none, and then nobody gets in.", "none"],
    ["Mode. Default: true; false deletes it.", "true"],
    ["A comment that says nothing of it.", undefined],
  ];
  for (const [comment, said] of cases) {
    it(comment, () => {
      assert.equal(defaultSaid(comment), said);
    });
  }
});
