import { createHash } from "node:crypto";
import type { Report } from "../model/report";
import { section, state, time } from "./elements";
import { components, summary, troubles } from "./health";
import { type Content, type Html, html, trusted } from "./html";
import { failures, images, places, versions } from "./inventory";
import { cost } from "./money";
import { observability } from "./observability";
import { script } from "./script";
import { style } from "./style";
import { queues, tenants } from "./tenancy";

/** The parts of the page that a report with a cluster has, for the links on top. */
const links = [
  ["components", "Components"],
  ["tenants", "Tenants"],
  ["queues", "Queues"],
  ["places", "Where everything runs"],
  ["failures", "Warnings"],
  ["observability", "Metrics and logs"],
  ["cost", "Cost"],
  ["versions", "Versions"],
  ["images", "Images"],
] as const;

/** The whole page: one file that needs nothing else. */
export function pageOf(report: Report): string {
  const { environment, seen } = report;
  const shown = links.filter(([id]) =>
    id === "observability"
      ? report.observability !== undefined
      : seen !== undefined || ["cost", "versions"].includes(id),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="${report.madeWith[0] ?? ""}" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src ${sourceOf(style)}; script-src ${sourceOf(script)}"
        />
        <link rel="icon" href="data:," />
        <title>
          ${environment}: status of Kubeflow, ${report.now.toISOString().slice(0, 16).replace("T", " ")} UTC
        </title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        <header>
          <div class="top">
            <h1>${environment} <small>status of Kubeflow</small></h1>
            ${themes}
          </div>
          <p class="health">${state(report.tone, report.health)}</p>
          <p class="muted asof">As of ${time(report.now.toISOString())} UTC</p>
          <nav aria-label="Parts of this page">
            <ul>
              ${shown.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>${summary(report)} ${sections(report)}</main>
        <footer>
          <p>
            Made by <code>${report.command}</code> on ${time(report.now.toISOString())} UTC, with
            ${report.madeWith.join(", ")}. It shows how things were then; nothing in it is fetched.
          </p>
        </footer>
        ${trusted(`<script>${script}</script>`)}
      </body>
    </html>`.toString();
}

function sections(report: Report): Content {
  const { seen, simulated, environment, versions: pins, cost: price } = report;
  const money = cost(price, environment);
  const metrics = report.observability && observability(report.observability);
  if (seen === undefined) {
    return [metrics, money, versions(pins, simulated === true)];
  }
  return [
    troubles(seen.parts),
    components(seen.parts),
    tenants(seen.tenants, simulated === true),
    queues(seen.queues),
    places(seen.places),
    failures(seen.failures),
    metrics,
    money,
    versions(pins, simulated === true),
    images(seen.images),
    seen.unreadable.length > 0 &&
      section(
        "unreadable",
        "What could not be read",
        html`<ul>
          ${seen.unreadable.map((line) => html`<li>${line}</li>`)}
        </ul>`,
      ),
  ];
}

/** Works without a script: the style sheet asks which one is checked. */
const themes: Html = html`<fieldset>
  <legend>Theme</legend>
  ${(["auto", "light", "dark"] as const).map(
    (theme) =>
      html`<label
        ><input
          type="radio"
          name="theme"
          id="theme-${theme}"
          ${theme === "auto" && trusted(" checked")}
        />${theme}</label
      >`,
  )}
</fieldset>`;

/** How a content security policy names a style sheet or script that stands in the page itself. */
function sourceOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
