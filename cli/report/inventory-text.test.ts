import * as assert from "node:assert/strict";
import type { InventoryItem } from "../inventory/collect";
import { makeStyle } from "../terminal/style";
import { inventoryText } from "./inventory-text";

function item(component: string, kind: string): InventoryItem {
  const type = `kubernetes:core/v1:${kind}`;
  return { urn: "", project: "kubeflow-platform", component, type, name: "n", inputs: {} };
}

describe("inventoryText", () => {
  const items = [
    item("istio", "Service"),
    item("dex", "Secret"),
    item("dex", "Service"),
    item("dex", "Secret"),
  ];

  it("counts kinds by component, the most first", () => {
    assert.equal(
      inventoryText("local", items, Infinity, makeStyle(false)),
      [
        "kubeflow-platform  4 objects",
        "  dex    3  2 Secret, 1 Service",
        "  istio  1  1 Service",
        "",
        "local would have 4 objects. --json lists each with its inputs.",
      ].join("\n"),
    );
  });

  it("fits the terminal", () => {
    const lines = inventoryText("local", items, 24, makeStyle(false)).split("\n");
    assert.equal(lines[1], "  dex    3  2 Secre…");
  });
});
