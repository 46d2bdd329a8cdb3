import type { KubeObject } from "../../../kube";
import { at, numberOf, textOf } from "../../../plugin/json";
import { type ClusterObjects, groupBy } from "./objects";

/** The same trouble, however often and with however many objects. */
export interface FailureView {
  readonly reason: string;
  readonly kind: string;
  readonly namespace: string;
  /** What it happened to; the first few by name. */
  readonly names: readonly string[];
  /** All that it happened to. */
  readonly objects: number;
  /** How often, together. */
  readonly times: number;
  /** ISO 8601; empty where no event says when. */
  readonly last: string;
  /** What the latest of them says. */
  readonly message: string;
}

const namesShown = 3;

/** Warnings of the last hour or so, which is how long a cluster keeps events; the latest first. */
export function failuresOf(objects: ClusterObjects): readonly FailureView[] {
  const warnings = (objects.Event ?? []).filter((event) => event.type === "Warning");
  const groups = groupBy(warnings, (event) => {
    const { kind, namespace } = involved(event);
    return JSON.stringify([textOf(event.reason), kind, namespace]);
  });
  return [...groups.values()].flatMap(failureView).sort((a, b) => b.last.localeCompare(a.last));
}

function failureView(events: readonly KubeObject[]): readonly FailureView[] {
  const latest = [...events].sort((a, b) => timeOf(b).localeCompare(timeOf(a))).at(0);
  if (latest === undefined) {
    return [];
  }
  const names = [...new Set(events.map((event) => involved(event).name))].sort((a, b) => a.localeCompare(b));
  const { kind, namespace } = involved(latest);
  return [
    {
      reason: textOf(latest.reason, "(no reason)"),
      kind,
      namespace,
      names: names.slice(0, namesShown),
      objects: names.length,
      times: events.reduce((sum, event) => sum + timesOf(event), 0),
      last: timeOf(latest),
      message: textOf(latest.message),
    },
  ];
}

function involved(event: KubeObject): { kind: string; namespace: string; name: string } {
  const of = (field: string): string => textOf(at(event, "involvedObject", field));
  return { kind: of("kind"), namespace: of("namespace"), name: of("name") };
}

/** Older events count by themselves, those of events.k8s.io as a series. */
function timesOf(event: KubeObject): number {
  return Math.max(1, numberOf(event.count), numberOf(at(event, "series", "count")));
}

function timeOf(event: KubeObject): string {
  const times = [
    at(event, "series", "lastObservedTime"),
    event.lastTimestamp,
    event.eventTime,
    event.metadata.creationTimestamp,
  ];
  return times.map((time) => textOf(time)).find((time) => time !== "") ?? "";
}
