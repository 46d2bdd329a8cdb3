import { count } from "../../terminal/text";
import type { FailureView } from "../model/failures";
import type { ImageView } from "../model/images";
import type { Places, PoolView } from "../model/pools";
import { standingText, type VersionView } from "../model/versions";
import { resourceText } from "../quantity";
import { type Column, list, section, state, table, time, usage } from "./elements";
import { type Html, html } from "./html";

/** Pools and namespaces: where everything runs. */
export function places({ pools, unplaced }: Places): Html {
  const resources = [...new Set(pools.flatMap(({ shares }) => shares.map(({ resource }) => resource)))];
  const namespaces = [
    ...new Set(pools.flatMap((pool) => pool.namespaces.map(({ namespace }) => namespace))),
  ].sort();
  const podsOf = (pool: PoolView, namespace: string): number =>
    pool.namespaces.find((entry) => entry.namespace === namespace)?.pods ?? 0;
  return section(
    "places",
    "Where everything runs",
    unplaced > 0 && html`<p>${state("bad", `${count(unplaced, "pod")} wait for a node`)}</p>`,
    table(
      "Nodes by pool: what pods ask for, of what the nodes can give",
      [
        { title: "Pool", cell: ({ name }) => name },
        {
          title: "Nodes",
          isNumber: true,
          cell: ({ nodes, readyNodes }) =>
            nodes === readyNodes ? nodes : html`<span class="bad">${readyNodes} of ${nodes} ready</span>`,
          value: ({ nodes }) => nodes,
        },
        {
          title: "Type and zones",
          cell: ({ instanceTypes, zones }) => [
            instanceTypes.join(", "),
            zones.length > 0 && html`<br /><small>${zones.join(", ")}</small>`,
          ],
        },
        ...resources.map((resource): Column<PoolView> => ({
          title: resourceText(resource),
          cell: ({ shares }) =>
            shares.filter((share) => share.resource === resource).map((share) => usage(share, "")),
          value: ({ shares }) => shares.find((share) => share.resource === resource)?.used ?? -1,
        })),
      ],
      pools,
    ),
    html`<h3>Pods by namespace</h3>`,
    table(
      "Pods that are not through, by namespace and pool",
      [
        { title: "Namespace", cell: (namespace) => namespace },
        ...pools.map((pool): Column<string> => ({
          title: pool.name,
          isNumber: true,
          cell: (namespace) => podsOf(pool, namespace) || "–",
          value: (namespace) => podsOf(pool, namespace),
        })),
      ],
      namespaces,
      { isCompact: true, foot: ["All", ...pools.map(({ pods }) => String(pods))] },
    ),
  );
}

/** Warnings of the cluster, the latest first. */
export function failures(all: readonly FailureView[]): Html {
  return section(
    "failures",
    "Recent warnings",
    all.length === 0
      ? html`<p>
          The cluster keeps no warning. It forgets events after an hour, unless it is told otherwise.
        </p>`
      : table(
          "Warning events, those of one sort together; a cluster forgets them after an hour, unless it is told otherwise",
          [
            { title: "Reason", cell: ({ reason }) => reason },
            {
              title: "About",
              cell: ({ kind, namespace, names, objects }) => [
                `${kind} ${[namespace, names.join(", ")].filter(Boolean).join("/")}`,
                objects > names.length && html` <small>and ${objects - names.length} more</small>`,
              ],
            },
            { title: "Times", isNumber: true, cell: ({ times }) => times },
            { title: "Last (UTC)", cell: ({ last }) => time(last), value: ({ last }) => last },
            { title: "Message", className: "wide", cell: ({ message }) => message },
          ],
          all,
        ),
  );
}

const origins: Readonly<Record<VersionView["from"], string>> = {
  release: "release of Kubeflow",
  cluster: "API server",
  nodes: "nodes",
  chart: "Helm chart of an add-on",
};

/** What is installed in which version, and what is behind. */
export function versions(all: readonly VersionView[], simulated: boolean): Html {
  const hasCharts = all.some(({ from }) => from === "chart");
  return section(
    "versions",
    "Versions",
    simulated &&
      hasCharts &&
      html`<p class="muted">Where pods are simulated, of a chart only its definitions are installed.</p>`,
    table(
      "What is installed, and how it stands against what its publisher has now",
      [
        { title: "What", cell: ({ what }) => what },
        { title: "Version", cell: ({ version }) => version },
        { title: "Kind", className: "muted", cell: ({ from }) => origins[from] },
        {
          title: "Standing",
          cell: ({ standing }) => {
            const { text, tone } = standingText(standing);
            return html`<span class="${tone}">${text}</span>`;
          },
        },
      ],
      all,
      { isCompact: true },
    ),
  );
}

/** Every image in use. */
export function images(all: readonly ImageView[]): Html {
  const pinned = all.filter(({ digest }) => digest !== "").length;
  return section(
    "images",
    "Images",
    table(
      `${count(all.length, "image")} that pods or their templates name, ${pinned} of them by digest`,
      [
        {
          title: "Image",
          className: "wide",
          cell: ({ registry, repository }) => html`<small>${registry}/</small><wbr />${repository}`,
          value: ({ registry, repository }) => `${registry}/${repository}`,
        },
        {
          title: "Tag or digest",
          cell: ({ tag, digest }) =>
            list([tag, digest && html`<code>${digest.slice(0, 19)}…</code>`].filter(Boolean)),
          value: ({ tag, digest }) => tag || digest,
        },
        { title: "Used by", cell: ({ users }) => users.join(", ") },
        { title: "Pods", isNumber: true, cell: ({ pods }) => pods || "–", value: ({ pods }) => pods },
      ],
      all,
    ),
  );
}
