import { ago } from "../../report/status-text";
import { count } from "../../terminal/text";
import { notReady, type PartHealth } from "../model/parts";
import type { Report } from "../model/report";
import { list, section, state, table, time } from "./elements";
import { type Content, type Html, html } from "./html";

/** What the environment is, at a glance. */
export function summary(report: Report): Html {
  const { release, kubernetes, since, managed, stacks, now, place, simulated, seen } = report;
  const pods = seen?.places.pools.reduce((sum, pool) => sum + pool.pods, 0);
  const nodes = seen?.places.pools.reduce((sum, pool) => sum + pool.nodes, 0);
  const facts: readonly (readonly [name: string, value: Content, more?: string])[] = [
    ["Kubeflow", release ?? "not up"],
    ["Kubernetes", kubernetes ?? "no answer", place],
    [
      "Pods are",
      simulated === undefined ? "unknown" : simulated ? "simulated" : "real",
      simulated === true ? "objects are real, but nothing in the pods runs" : undefined,
    ],
    ["Up since", time(since), since && ago(since, now)],
    [
      "Objects",
      managed.toLocaleString("en-US"),
      stacks.map(({ room, objects }) => `${room} ${objects}`).join(", "),
    ],
    [
      "Running there",
      pods === undefined ? "unknown" : count(pods, "pod"),
      nodes === undefined ? undefined : `on ${count(nodes, "node")}`,
    ],
    ["Tenants", seen === undefined ? "unknown" : String(seen.tenants.length)],
  ];
  return section(
    "summary",
    "Summary",
    html`<dl class="facts">
      ${facts.map(
        ([name, value, more]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}${more !== undefined && more !== "" && html`<small>${more}</small>`}</dd>
          </div>`,
      )}
    </dl>`,
  );
}

/** Everything that isn't ready, with the reasons; nothing where all is. */
export function troubles(parts: readonly PartHealth[]): Content {
  const all = notReady(parts);
  return (
    all.length > 0 &&
    section(
      "troubles",
      "Not ready",
      table(
        "Workloads that are not ready, and why",
        [
          { title: "Workload", cell: ({ kind, namespace, name }) => html`${kind} ${namespace}/${name}` },
          { title: "Part", cell: ({ part }) => part },
          {
            title: "Ready",
            isNumber: true,
            cell: ({ ready, wanted }) => `${ready} of ${wanted}`,
            value: ({ ready }) => ready,
          },
          {
            title: "Why",
            className: "wide",
            cell: ({ message, reasons }) =>
              html`<span class="bad">${message}</span>${
                  reasons.length > 0 &&
                  html`<ul class="reasons">
                    ${reasons.map((reason) => html`<li>${reason}</li>`)}
                  </ul>`
                }`,
          },
        ],
        all,
      ),
    )
  );
}

/** Components and add-ons, and what runs beside them. */
export function components(parts: readonly PartHealth[]): Html {
  const ready = parts.filter(({ tone }) => tone !== "bad").length;
  return section(
    "components",
    "Components and add-ons",
    table(
      `${ready} of ${count(parts.length, "part")} without trouble; replicas are those that are ready, of those that there shall be`,
      [
        { title: "Part", cell: ({ title }) => title },
        { title: "Health", cell: ({ tone, health }) => state(tone, health) },
        {
          title: "Replicas",
          isNumber: true,
          cell: ({ workloads }) => (workloads.length === 0 ? "–" : replicasOf(workloads)),
          value: ({ workloads }) => workloads.reduce((sum, { ready: some }) => sum + some, 0),
        },
        {
          title: "Objects",
          isNumber: true,
          cell: ({ objects }) => (objects === 0 ? "–" : objects),
          value: ({ objects }) => objects,
        },
        { title: "Kind", className: "muted", cell: ({ kind }) => kind },
        {
          title: "What runs",
          className: "wide",
          cell: whatRuns,
        },
      ],
      parts,
    ),
  );
}

function replicasOf(workloads: PartHealth["workloads"]): string {
  const sum = (of: "ready" | "wanted"): number =>
    workloads.reduce((total, workload) => total + workload[of], 0);
  return `${sum("ready")} of ${sum("wanted")}`;
}

/** One is named, several are a list to open. */
function whatRuns({ workloads }: PartHealth): Content {
  const names = workloads.map(
    ({ kind, namespace, name, isReady }) =>
      html`${namespace}/${name}${kind !== "Deployment" && html` <small>${kind}</small>`}${!isReady && html` ${state("bad", "not ready")}`}`,
  );
  return names.length < 2
    ? names
    : html`<details>
        <summary>${count(names.length, "workload")}</summary>
        ${list(names)}
      </details>`;
}
