import { count } from "../../terminal/text";
import type { QueueView } from "../model/queues";
import type { QuotaShare, TenantView } from "../model/tenants";
import { amountText, resourceText, unitOf } from "../quantity";
import { type Column, list, section, state, table, usage } from "./elements";
import { type Content, type Html, html } from "./html";

/** Tenants: people, quotas, queues, volumes, work. */
export function tenants(all: readonly TenantView[], simulated: boolean): Html {
  return section(
    "tenants",
    "Tenants",
    all.length === 0
      ? html`<p>There is none.</p>`
      : [
          simulated &&
            html`<p class="muted">
              No controller of Kubeflow runs where pods are simulated, so most work has no status, and nobody
              counts what is used of quotas.
            </p>`,
          table(
            `${count(all.length, "Profile")}; quotas show what is taken, of what may be`,
            [
              { title: "Tenant", className: "nowrap", cell: ({ name }) => name },
              { title: "People", cell: people, value: ({ owner }) => owner },
              {
                title: "Quota",
                cell: ({ quota }) => (quota.length === 0 ? "none" : quota.map(quotaShare)),
              },
              { title: "Queue", cell: queueOf },
              {
                title: "Volumes",
                isNumber: true,
                cell: ({ volumes }) =>
                  volumes.count === 0
                    ? "–"
                    : html`${volumes.count} <small>${amountText("storage", volumes.bytes)} GiB</small>`,
                value: ({ volumes }) => volumes.bytes,
              },
              { title: "Pods", isNumber: true, cell: pods, value: (tenant) => tenant.pods },
              { title: "Work", className: "nowrap", cell: work },
            ],
            all,
          ),
        ],
  );
}

function people({ owner, contributors }: TenantView): Content {
  return list([
    html`${owner} <small>owner</small>`,
    ...contributors.map(({ person, role }) => html`${person} <small>${role}</small>`),
  ]);
}

function quotaShare({ resource, used, of }: QuotaShare): Content {
  if (used !== undefined) {
    return usage({ resource, used, of });
  }
  const allowed = `${amountText(resource, of)} ${unitOf(resource)}`.trim();
  return html`<div class="usage">
    <span><small>${resourceText(resource)}</small> <b class="number">${allowed}</b></span>
  </div>`;
}

function queueOf({ queues }: TenantView): Content {
  return queues.length === 0
    ? "none"
    : list(queues.map(({ name, clusterQueue }) => html`${name} <small>→ ${clusterQueue}</small>`));
}

function pods({ pods: number, troubles }: TenantView): Content {
  const some = troubles.map(({ pod, why }) => html`${pod}: ${why}`);
  return [
    String(number),
    some.length > 0 &&
      html`<details>
        <summary class="bad">${some.length} in trouble</summary>
        ${list(some)}
      </details>`,
  ];
}

function work(tenant: TenantView): Content {
  return tenant.work.length === 0
    ? "–"
    : list(
        tenant.work.map(
          ({ title, states }) =>
            html`${title}:
            ${states.map(({ count: n, word, tone }, i) => [i > 0 && ", ", state(tone, `${n} ${word}`)])}`,
        ),
      );
}

/** Kueue's queues and what they have of each pool. */
export function queues(all: readonly QueueView[] | undefined): Html {
  if (all === undefined || all.length === 0) {
    return section(
      "queues",
      "Queues",
      html`<p>
        ${all === undefined ? "Kueue is not installed: nothing holds jobs back." : "Kueue has no ClusterQueue."}
      </p>`,
    );
  }
  const isCounted = all.some(({ pending }) => pending !== undefined);
  const names = [...new Set(all.flatMap(({ shares }) => shares.map(({ resource }) => resource)))];
  const rows = all.flatMap(({ name, shares }) =>
    [...new Set(shares.map(({ flavor }) => flavor))].map((flavor) => ({
      name,
      flavor,
      shares: shares.filter((share) => share.flavor === flavor),
    })),
  );
  const number = (value: number | undefined): string => (value === undefined ? "not counted" : String(value));
  return section(
    "queues",
    "Queues",
    !isCounted &&
      html`<p class="muted">
        Kueue's controller has not counted here (it doesn't run where pods are simulated), so what is used and
        what waits is not known.
      </p>`,
    table(
      count(all.length, "ClusterQueue"),
      [
        { title: "Queue", cell: ({ name }) => name },
        { title: "Cohort", cell: ({ cohort }) => cohort || "none" },
        { title: "Tenants", cell: (queue) => queue.tenants.join(", ") || "none" },
        { title: "Waiting jobs", isNumber: true, cell: ({ pending }) => number(pending) },
        { title: "Admitted jobs", isNumber: true, cell: ({ admitted }) => number(admitted) },
      ],
      all,
      { isCompact: true },
    ),
    html`<h3>What queues have of the pools</h3>`,
    table(
      "Nominal quota by pool; where it is counted, what is used of it",
      [
        { title: "Queue", cell: ({ name }) => name },
        { title: "Pool", cell: ({ flavor }) => flavor },
        ...names.map((resource): Column<(typeof rows)[number]> => ({
          title: [resourceText(resource), unitOf(resource)].filter(Boolean).join(", "),
          isNumber: !isCounted,
          cell: ({ shares }) => quota(shares.find((share) => share.resource === resource)),
          value: ({ shares }) => shares.find((share) => share.resource === resource)?.nominal ?? 0,
        })),
      ],
      rows,
      { isCompact: true },
    ),
    all.some(({ shares }) => shares.some(isBoundless)) &&
      html`<p class="muted">
        Pools of which nobody has said how far they grow count as boundless: their quota is a number that no
        queue reaches (docs/queues.md).
      </p>`,
  );
}

/** platform/queues/pools.ts gives pools without a limit ten thousand cores; a share may have a part of it. */
function isBoundless({ resource, nominal }: QueueView["shares"][number]): boolean {
  return resource === "cpu" && nominal >= 10_000;
}

function quota(share: QueueView["shares"][number] | undefined): Content {
  if (share === undefined) {
    return "–";
  }
  const { resource, nominal, used, borrowed } = share;
  return used === undefined
    ? amountText(resource, nominal)
    : [
        usage({ resource, used, of: nominal }, ""),
        borrowed !== undefined &&
          borrowed > 0 &&
          html`<small>${amountText(resource, borrowed)} borrowed</small>`,
      ];
}
