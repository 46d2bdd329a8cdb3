import { amountText, resourceText, unitOf } from "../quantity";
import type { Tone } from "../model/objects";
import type { Share } from "../model/pools";
import { type Content, type Html, html } from "./html";

/** A column of a {@link table}; the first one names the row. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Content;
  /** Aligned to the right. Default: false. */
  readonly isNumber?: boolean;
  /** What the column is sorted by; needed where the cell's text says it in another way. */
  readonly value?: (row: Row) => string | number;
  /** Class of its cells. */
  readonly className?: string;
}

/** What more a table has. */
export interface TableOptions {
  /** Last row: one cell a column. */
  readonly foot?: readonly Content[];
  /** As wide as its content, not as the page: few short columns. Default: false. */
  readonly isCompact?: boolean;
}

/** A table that scrolls by itself where it is too wide, and sorts where a script may run. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { foot, isCompact = false }: TableOptions = {},
): Html {
  const classOf = ({ isNumber, className }: Column<Row>): string =>
    [isNumber === true ? "number" : "", className ?? ""].filter(Boolean).join(" ");
  const valueOf = (column: Column<Row>, row: Row): Content =>
    column.value === undefined ? undefined : html` data-value="${String(column.value(row))}"`;
  return scroll(
    caption,
    html`<table data-sort="" class="${isCompact ? "compact" : ""}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${classOf(column)}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column, i) =>
                i === 0
                  ? html`<th scope="row" class="${classOf(column)}" ${valueOf(column, row)}>
                      ${column.cell(row)}
                    </th>`
                  : html`<td class="${classOf(column)}" ${valueOf(column, row)}>${column.cell(row)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
      ${
        foot &&
        html`<tfoot>
          <tr>
            ${foot.map((cell, i) => footCell(cell, i, columns))}
          </tr>
        </tfoot>`
      }
    </table>`,
  );
}

function footCell<Row>(cell: Content, i: number, columns: readonly Column<Row>[]): Html {
  const className = columns[i]?.isNumber === true ? "number" : "";
  return i === 0
    ? html`<th scope="row" class="${className}">${cell}</th>`
    : html`<td class="${className}">${cell}</td>`;
}

/** Something that may be wider than the page: it gets a scroll bar of its own, which the keyboard reaches. */
export function scroll(label: string, content: Html): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;
}

/** A part of the page. */
export function section(id: string, title: string, ...content: readonly Content[]): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

const signs: Readonly<Record<Tone, string>> = { good: "●", warn: "▲", bad: "■", quiet: "○" };

/** A state: a sign, which has another shape for each tone, and its words. */
export function state(tone: Tone, words: string): Html {
  return html`<span class="state ${tone}"><span aria-hidden="true">${signs[tone]}</span> ${words}</span>`;
}

/** A bar that shows how much of something is taken; the numbers stand beside it. */
export function bar(used: number, of: number): Html {
  const part = of <= 0 ? (used > 0 ? 1 : 0) : used / of;
  const width = Math.round(Math.min(1, Math.max(0, part)) * 1000) / 10;
  return html`<svg class="bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="5" />
    <rect class="${part > 1 ? "over" : "used"}" width="${width}" height="5" />
  </svg>`;
}

/** `CPU  3.2 of 40 cores`, with a bar below. */
export function usage({ resource, used, of }: Share, label = resourceText(resource)): Html {
  return html`<div class="usage">
    <span
      >${label !== "" && html`<small>${label}</small> `}<b class="number"
        >${shareText({ resource, used, of })}</b
      ></span
    >${bar(used, of)}
  </div>`;
}

/** `3.2 of 40 cores`. */
export function shareText({ resource, used, of }: Share): string {
  return `${amountText(resource, used)} of ${[amountText(resource, of), unitOf(resource)].join(" ").trim()}`;
}

/** A point in time, in UTC: `2026-11-25 17:03`. */
export function time(iso: string | undefined): Content {
  return iso === undefined || iso === ""
    ? "unknown"
    : html`<time datetime="${iso}" class="nowrap">${iso.slice(0, 16).replace("T", " ")}</time>`;
}

/** A list without signs. */
export function list(items: readonly Content[]): Content {
  return items.length === 0
    ? ""
    : html`<ul class="plain">
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}
