import * as assert from "node:assert/strict";
import { makeStyle } from "./style";
import { count, cut, duration, firstLine, indent, pad, table, width } from "./text";

describe("text", () => {
  it("counts", () => {
    assert.equal(count(1, "object"), "1 object");
    assert.equal(count(0, "object"), "0 objects");
    assert.equal(count(2, "entry", "entries"), "2 entries");
  });

  it("tells durations as people do", () => {
    assert.deepEqual([-5, 0, 440, 9949, 9960, 59_400, 59_600, 125_000].map(duration), [
      "0.0 s",
      "0.0 s",
      "0.4 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min 0 s",
      "2 min 5 s",
    ]);
  });

  it("lays out columns by what is seen, not by what colours take", () => {
    const style = makeStyle(true);
    assert.equal(width(style.bad("ab")), 2);
    assert.equal(width(pad(style.bad("ab"), 5)), 5);
    const [first = "", second = ""] = table([
      [style.good("a"), "x"],
      ["long", "y"],
    ]);
    assert.equal(width(first), width(second));
    assert.deepEqual(table([["a", ""], ["b"]], "  "), ["  a", "  b"]);
  });

  it("cuts, indents and finds the first line", () => {
    assert.equal(cut("abcdef", 4), "abc…");
    assert.equal(cut("abc", 4), "abc");
    assert.equal(indent("a\n\nb", "  "), "  a\n\n  b");
    assert.equal(firstLine("\n  a\nb"), "a");
  });
});
