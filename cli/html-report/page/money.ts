import { money } from "../../cost/report-text";
import { NOT_COUNTED } from "../../cost/report";
import { count } from "../../terminal/text";
import type { CostSection, CostView } from "../model/cost";
import { bar, scroll, section } from "./elements";
import { type Content, type Html, html } from "./html";

/** What it costs a month. */
export function cost(found: CostSection, environment: string): Html {
  return section("cost", "Monthly cost", content(found, environment));
}

function content(found: CostSection, environment: string): Content {
  switch (found.kind) {
    case "aws":
      return bill(found.cost);
    case "unknown":
      return html`<p>${found.why}</p>`;
    case "free":
      return [
        html`<p><strong>${environment} costs nothing at AWS</strong>: it has nothing there.</p>`,
        found.example !== undefined && [
          html`<h3>For comparison: ${found.example.environment}, on AWS</h3>`,
          html`<p>Nothing of it need be there: it is what its program would make.</p>`,
          bill(found.example),
        ],
      ];
  }
}

function bill({ environment, region, totalCents, parts, unknown, perUse, age }: CostView): Content {
  const caption = `${environment} in ${region}: USD a month when nobody uses it, from the inventory and a table of prices`;
  const greatest = Math.max(1, ...parts.map((part) => part.totalCents));
  return [
    scroll(
      caption,
      html`<table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="number">Count</th>
            <th scope="col" class="number">USD</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        ${parts.map(
          ({ part, totalCents: total, items }) =>
            html`<tbody class="items">
              <tr>
                <th scope="rowgroup">${part}</th>
                <td></td>
                <td class="number"><strong>${money(total)}</strong></td>
                <td><div class="usage">${bar(total, greatest)}</div></td>
              </tr>
              ${items.map(
                ({ what, count: number, unit, monthlyCents }) =>
                  html`<tr>
                    <td>${what}</td>
                    <td class="number">${number}${unit !== "" && ` ${unit}`}</td>
                    <td class="number">${monthlyCents === undefined ? "unknown" : money(monthlyCents)}</td>
                    <td></td>
                  </tr>`,
              )}
            </tbody>`,
        )}
        <tfoot>
          <tr>
            <th scope="row">${unknown.length === 0 ? "Together" : "At least"}</th>
            <td></td>
            <td class="number">${money(totalCents)}</td>
            <td></td>
          </tr>
        </tfoot>
      </table>`,
    ),
    unknown.length > 0 && html`<p>No known price: ${unknown.join(", ")}.</p>`,
    perUse.length > 0 && html`<p class="muted">Paid by use, and not counted: ${perUse.join(", ")}.</p>`,
    html`<p class="muted">Nor counted: ${NOT_COUNTED.join("; ")}.</p>`,
    age.oldest !== undefined &&
      html`<p class="muted">
        Prices of ${age.oldest} to
        ${age.newest ?? age.oldest}${age.stale > 0 && `; ${count(age.stale, "price")} older than half a year`}.
      </p>`,
  ];
}
