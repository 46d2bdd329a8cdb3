import { count } from "../../terminal/text";
import type { Alert, ObservabilityFindings } from "../../observability/look";
import { figureText } from "../../observability/figures";
import type { Tone } from "../model/objects";
import { isUp, type ObservabilityView, type TargetView } from "../model/observability";
import { type Column, section, state, table, time, usage } from "./elements";
import { type Content, type Html, html } from "./html";

/** What Prometheus and Loki beside the cluster know; how to get them where they don't run. */
export function observability(view: ObservabilityView): Html {
  if (view === "off") {
    return section(
      "observability",
      "Metrics and logs",
      html`<p>
        Neither Prometheus nor Loki runs beside this cluster. <code>npm run up -- local --observability</code>
        starts them; they ask what the control plane and the simulation export, and read their logs.
      </p>`,
    );
  }
  const { findings } = view;
  return section(
    "observability",
    "Metrics and logs",
    html`<p>${servers(view)}</p>`,
    findings && facts(findings),
    view.targets.length > 0 && targets(view.targets),
    findings && [alerts(findings.alerts), quotas(findings), errors(findings), errorLines(findings)],
    findings !== undefined &&
      findings.unasked.length > 0 &&
      html`<h3>What could not be asked</h3>
        <ul>
          ${findings.unasked.map((line) => html`<li>${line}</li>`)}
        </ul>`,
  );
}

function servers(view: Exclude<ObservabilityView, "off">): Content {
  const parts = view.servers.map(({ title, url, alive }) =>
    url === undefined
      ? state(alive ? "good" : "bad", `${title}${alive ? "" : " ended"}`)
      : html`${state(alive ? "good" : "bad", `${title}${alive ? "" : " ended"}`)} <code>${url}</code>`,
  );
  return [
    parts.map((part, i) => [i > 0 && ", ", part]),
    ".",
    view.trouble !== undefined && html` ${view.trouble}`,
  ];
}

function facts({ figures }: ObservabilityFindings): Html {
  return html`<dl class="facts">
    ${figures.map(
      ({ title, value, unit, note }) =>
        html`<div>
          <dt>${title}</dt>
          <dd>${figureText(value, unit)}${note !== undefined && html`<small>${note}</small>`}</dd>
        </div>`,
    )}
  </dl>`;
}

const targetColumns: readonly Column<TargetView>[] = [
  { title: "Target", cell: ({ job }) => job },
  { title: "State", cell: ({ health }) => state(tones[health], health) },
  { title: "Address", className: "nowrap", cell: ({ instance }) => instance },
  {
    title: "Answers in",
    isNumber: true,
    cell: (target) => (isUp(target) ? figureText(target.seconds, "seconds") : "–"),
    value: ({ seconds }) => seconds,
  },
  {
    title: "Memory",
    isNumber: true,
    cell: ({ memory }) => figureText(memory, "bytes"),
    value: ({ memory }) => memory ?? 0,
  },
  {
    title: "Processors",
    isNumber: true,
    cell: ({ cpu }) => figureText(cpu, "count"),
    value: ({ cpu }) => cpu ?? 0,
  },
];

const why: Column<TargetView> = {
  title: "Why",
  className: "wide",
  cell: ({ error }) => error !== "" && html`<span class="bad">${error}</span>`,
};

const tones: Readonly<Record<TargetView["health"], Tone>> = { up: "good", down: "bad", unknown: "quiet" };

function targets(rows: readonly TargetView[]): Content {
  const up = rows.filter(isUp).length;
  return [
    html`<h3>What is asked for metrics</h3>`,
    table(
      `${up} of ${count(rows.length, "target")} up; memory and processors are those of the processes, where they tell`,
      up === rows.length ? targetColumns : [...targetColumns, why],
      rows,
    ),
  ];
}

function alerts(rows: readonly Alert[]): Content {
  return [
    html`<h3>Alerts</h3>`,
    rows.length === 0
      ? html`<p>Of the platform's alerts that can be asked here, none is on.</p>`
      : table(
          "Alerts that fire, or will if it stays so",
          [
            { title: "Alert", cell: ({ name }) => name },
            {
              title: "State",
              cell: (alert) => state(alert.state === "firing" ? "bad" : "warn", alert.state),
            },
            { title: "Severity", cell: ({ severity }) => severity },
            { title: "About", className: "wide", cell: ({ about }) => about },
          ],
          rows,
        ),
  ];
}

function quotas({ quotas: rows }: ObservabilityFindings): Content {
  return (
    rows.length > 0 && [
      html`<h3>Quotas of tenants</h3>`,
      table(
        "What tenants use of their quotas, as kube-state-metrics tells",
        [
          { title: "Tenant", cell: ({ namespace }) => namespace },
          { title: "Resource", cell: ({ resource }) => resource },
          {
            title: "Used",
            cell: ({ resource, used, hard }) => usage({ resource, used, of: hard }, ""),
            value: ({ used, hard }) => (hard > 0 ? used / hard : 0),
          },
        ],
        rows,
        { isCompact: true },
      ),
    ]
  );
}

function errors({ errors: rows }: ObservabilityFindings): Content {
  return [
    html`<h3>Errors of the API server</h3>`,
    rows.length === 0
      ? html`<p>It has answered no request with an error.</p>`
      : table(
          "Answers with an error by code; 404 and 409 are part of everyday work",
          [
            { title: "Code", cell: ({ code }) => code },
            {
              title: "Since it was started",
              isNumber: true,
              cell: ({ total }) => figureText(total, "count"),
              value: ({ total }) => total,
            },
            {
              title: "Now",
              isNumber: true,
              cell: ({ rate }) => figureText(rate, "perSecond"),
              value: ({ rate }) => rate ?? 0,
            },
          ],
          rows,
          { isCompact: true },
        ),
  ];
}

function errorLines({ errorLines: rows }: ObservabilityFindings): Content {
  return [
    html`<h3>Errors in logs</h3>`,
    rows.length === 0
      ? html`<p>No process of the control plane has written an error within an hour.</p>`
      : table(
          "Error lines of the last hour, and the last one of each process",
          [
            { title: "Process", cell: ({ component }) => component },
            {
              title: "Lines",
              isNumber: true,
              cell: ({ count: lines }) => figureText(lines, "count"),
              value: ({ count: lines }) => lines,
            },
            { title: "Last", cell: ({ last }) => time(last.time) },
            {
              title: "Which said",
              className: "wide",
              cell: ({ last }) => html`<code>${cut(last.line)}</code>`,
            },
          ],
          rows,
        ),
  ];
}

/** Characters of a line that are shown. */
const longestLine = 300;

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)} …` : line;
}
