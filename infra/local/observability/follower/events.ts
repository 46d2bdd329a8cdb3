import type { KubeObject } from "../../../../kube";
import { at, numberOf, textOf } from "../../../../plugin/json";
import { type Entry, nanoseconds } from "./lines";

/** An event of the cluster, ready to be sent. */
export interface EventEntry extends Entry {
  readonly resourceVersion: number;
}

/** Events that wait to be sent at most; the oldest go first. */
const MOST_WAITING = 2_000;

/**
 * An event as a line: what it is about, why and what. Its labels are few: namespace, level and who reports it.
 *
 * @param now the time of an event that has none
 */
export function eventEntry(event: KubeObject, now: Date): EventEntry {
  const time = ["lastTimestamp", "eventTime", "firstTimestamp"]
    .map((field) => nanoseconds(textOf(at(event, field))))
    .find((found) => found !== undefined);
  const text = (...path: string[]): string => textOf(at(event, ...path));
  const count = numberOf(at(event, "count"), numberOf(at(event, "series", "count"), 1));
  const about = `${text("involvedObject", "kind")} ${text("involvedObject", "name")}`;
  return {
    resourceVersion: Number(text("metadata", "resourceVersion")),
    time: time ?? `${now.getTime()}000000`,
    line: `${text("reason")}: ${about}: ${text("message")}${count > 1 ? ` (${count} times)` : ""}`,
    labels: {
      job: "kubernetes-events",
      component: text("source", "component") || text("reportingComponent") || "unknown",
      namespace: text("metadata", "namespace"),
      level: text("type") === "Warning" ? "warning" : "info",
    },
  };
}

/** Events that wait to be sent: a bounded queue, which forgets what is known to be sent already. */
export class EventQueue {
  #waiting: EventEntry[] = [];
  #dropped = 0;

  /** @param sent resource version of the last event that was sent; versions grow with every write */
  constructor(private sent: number) {}

  /** Takes an event in, unless it was sent before. */
  add(entry: EventEntry): void {
    if (entry.resourceVersion <= this.sent) {
      return;
    }
    this.#waiting.push(entry);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
  }

  /** The next ones to send, the oldest first; they stay until {@link EventQueue.done}. */
  next(most: number): readonly EventEntry[] {
    // A list of them comes by name.
    this.#waiting.sort((a, b) => a.resourceVersion - b.resourceVersion);
    return this.#waiting.slice(0, most);
  }

  /** Forgets what was sent, and says up to which version all is. */
  done(entries: readonly EventEntry[]): number {
    const gone = new Set(entries);
    this.#waiting = this.#waiting.filter((entry) => !gone.has(entry));
    this.sent = Math.max(this.sent, ...entries.map(({ resourceVersion }) => resourceVersion));
    return this.sent;
  }

  /** How many were lost since this was asked last. */
  dropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }
}
