import type { ObservabilityStatus } from "../observability/look";
import { type Style } from "../terminal/style";
import { count, table } from "../terminal/text";
import type { ClusterHealth } from "./cluster-health";
import { observabilityLines } from "./observability-text";

/** How one stack stands. */
export interface StackStatus {
  readonly room: string;
  /** False where it isn't made or has no resources. */
  readonly up: boolean;
  readonly objects: number;
  /** ISO 8601. */
  readonly updated: string | undefined;
  /** Secrets masked, unless they were asked for. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** How an environment stands. */
export interface EnvironmentStatus {
  readonly environment: string;
  readonly stacks: readonly StackStatus[];
  /** What the cluster says; a text where it can't be asked; undefined where there is none. */
  readonly cluster: ClusterHealth | string | undefined;
  /** Prometheus and Loki beside `local`; undefined where nobody asked for them. */
  readonly observability?: ObservabilityStatus;
  /** Generated credentials in clear; undefined unless they were asked for. */
  readonly credentials?: unknown;
}

/** Pods beyond this number are only counted. */
const shownPods = 10;

/** The status for people. */
export function statusText(status: EnvironmentStatus, now: Date, style: Style): string {
  const { environment, stacks, cluster } = status;
  const up = environment === "local" ? "npm run up" : `npm run up -- ${environment}`;
  if (stacks.every((stack) => !stack.up)) {
    return `Nothing of ${environment} is up.\n  ${style.accent("→")} ${up}`;
  }
  const credentials = credentialRows(status.credentials);
  return [
    style.bold(environment),
    ...table(
      stacks.map((stack) => stackRow(stack, now, style)),
      "  ",
    ),
    "",
    ...clusterLines(cluster, up, style),
    ...(status.observability === undefined ? [] : ["", ...observabilityLines(status.observability, style)]),
    ...(credentials.length === 0 ? [] : ["", style.bold("credentials"), ...table(credentials, "  ")]),
  ].join("\n");
}

function stackRow({ room, up, objects, updated }: StackStatus, now: Date, style: Style): string[] {
  return up
    ? [`${style.good("✔")} ${room}`, count(objects, "object"), style.dim(`changed ${ago(updated, now)}`)]
    : [`${style.dim("○")} ${room}`, style.dim("not up")];
}

function clusterLines(cluster: EnvironmentStatus["cluster"], up: string, style: Style): string[] {
  if (cluster === undefined || typeof cluster === "string") {
    return [
      `${style.bad("✗")} cluster  ${cluster ?? "there is none"}`,
      `  ${style.accent("→")} ${up} starts it again, or brings it back`,
    ];
  }
  const { nodes, deployments, troubledPods, pods, tenants } = cluster;
  const readyNodes = nodes.filter(({ ready }) => ready).length;
  const rows = deployments.map(({ namespace, ready, total }) => [
    `${ready === total ? style.good("✔") : style.bad("✗")} ${namespace}`,
    `${ready} of ${count(total, "Deployment")} ready`,
  ]);
  const hidden = troubledPods.length - shownPods;
  return [
    `${style.good("✔")} ${style.bold("cluster")}  Kubernetes ${cluster.version}, ${readyNodes} of ${count(nodes.length, "node")} ready, ${count(pods, "pod")}`,
    ...table(rows, "  "),
    ...(tenants.length === 0 ? [] : ["", `${style.bold("tenants")}  ${tenants.join(", ")}`]),
    ...(troubledPods.length === 0 ? [] : ["", style.bold("pods that are not ready")]),
    ...table(
      troubledPods.slice(0, shownPods).map(({ namespace, name, why }) => [`${namespace}/${name}`, why]),
      "  ",
    ),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ];
}

/** `dashboard  username user@example.com  password …`; names in the order in which people type them. */
function credentialRows(credentials: unknown): string[][] {
  if (typeof credentials !== "object" || credentials === null) {
    return [];
  }
  return Object.entries(credentials).map(([what, value]: [string, unknown]) => {
    const fields: [string, unknown][] =
      typeof value === "object" && value !== null ? Object.entries(value) : [];
    const sorted = fields.sort(([a], [b]) => b.localeCompare(a));
    return [what, ...sorted.map(([name, text]) => `${name} ${String(text)}`)];
  });
}

/** `3 minutes ago`. */
export function ago(iso: string | undefined, now: Date): string {
  if (iso === undefined) {
    return "at an unknown time";
  }
  const minutes = Math.floor((now.getTime() - new Date(iso).getTime()) / 60_000);
  if (minutes < 1) {
    return "just now";
  }
  if (minutes < 120) {
    return `${count(minutes, "minute")} ago`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${count(hours, "hour")} ago` : `${count(Math.floor(hours / 24), "day")} ago`;
}
