import * as assert from "node:assert/strict";
import { makeStyle } from "../terminal/style";
import { changesList } from "./changes-list";
import { findingsTable } from "./findings";

const style = makeStyle(false);

describe("findingsTable", () => {
  it("has a sign for each, and the way out below", () => {
    const text = findingsTable(
      [
        { check: "Disk", result: "ok", text: "9 GB free" },
        { check: "Memory", result: "warning", text: "little", wayOut: "end programs" },
        { check: "Configuration", result: "mistake", text: "two mistakes\n  a\n  b", wayOut: "edit" },
      ],
      style,
    );
    assert.equal(
      text,
      [
        "✔ Disk           9 GB free",
        "! Memory         little",
        "    → end programs",
        "✗ Configuration  two mistakes",
        "      a",
        "      b",
        "    → edit",
      ].join("\n"),
    );
  });
});

describe("changesList", () => {
  it("lists changes by component with their properties, a few of each", () => {
    const changed = Array.from({ length: 10 }, (_, i) => ({
      outcome: "updated" as const,
      type: "kubernetes:core/v1:ConfigMap",
      name: `n/c${i}`,
      component: "dex",
      diffs: ["data"],
    }));
    const lines = changesList(changed, style);
    assert.deepEqual(lines.slice(0, 2), ["  dex", "    ~ ConfigMap n/c0  data"]);
    assert.equal(lines.at(-1), "    and 2 more objects");
  });
});
