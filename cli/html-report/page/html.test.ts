import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Content, escape, html, trusted } from "./html";

/** What a browser makes of the entities that {@link escape} writes. */
function read(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    "#39": "'",
  };
  return text.replace(/&([^;]+);/g, (_, name: string) => characters[name] ?? "?");
}

/** Texts with many of the characters that mean something. */
const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom("<", ">", "&", '"', "'", "=", "/", "a", "b", ";"),
    fc.string({ maxLength: 1 }),
  ),
});

describe("html", () => {
  it("shows any text as it is, and no text can end its tag, attribute or element", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const escaped = escape(text);
        assert.doesNotMatch(escaped, /[<>"']/);
        assert.equal(read(escaped), text);
        assert.equal(html`<a title="${text}">${text}</a>`.toString(), `<a title="${escaped}">${escaped}</a>`);
      }),
    );
  });

  it("escapes what is in lists, however deep, and what is put in already is not escaped again", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(texts, fc.array(texts))), (nested: readonly Content[]) => {
        const inner = html`<p>${nested}</p>`;
        assert.equal(html`${[inner]}`.toString(), inner.toString());
        assert.equal(read(inner.toString().slice(3, -4)), nested.flat().join(""));
      }),
    );
  });

  it("leaves out what there isn't, and keeps zero", () => {
    assert.equal(html`${undefined}${false}${0}${[]}${""}`.toString(), "0");
    assert.equal(html`${trusted("<b>")}`.toString(), "<b>");
  });

  it("refuses an attribute without quotes, which a space would end", () => {
    assert.throws(() => html`<a title=${"x onclick=alert(1)"}></a>`, /without quotes/);
  });
});
