import { messageOf } from "../../../../config/errors";
import type { Entry } from "./lines";

/** What Loki's push endpoint takes. Source: Loki's HTTP API, `POST /loki/api/v1/push`. */
export interface PushRequest {
  readonly streams: readonly {
    readonly stream: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [time: string, line: string])[];
  }[];
}

/** Puts entries of the same labels together, in the order in which they came. */
export function pushRequest(entries: readonly Entry[]): PushRequest {
  const streams = new Map<string, { stream: Entry["labels"]; values: [string, string][] }>();
  for (const { labels, time, line } of entries) {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => a.localeCompare(b)));
    const stream = streams.get(key) ?? { stream: labels, values: [] };
    stream.values.push([time, line]);
    streams.set(key, stream);
  }
  return { streams: [...streams.values()] };
}

/** What became of a batch. */
export type Outcome =
  | { readonly result: "taken" }
  /** Loki will never take it: it is no use to send it again. */
  | { readonly result: "refused"; readonly why: string }
  /** Loki can't be reached, or asks for patience. */
  | { readonly result: "later"; readonly why: string };

/** How long Loki may take to answer. */
const PATIENCE_MS = 10_000;

/** Sends a batch. */
export async function push(loki: string, entries: readonly Entry[], signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(`${loki}/loki/api/v1/push`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(pushRequest(entries)),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const said = (await response.text()).trim().slice(0, 300);
    if (response.ok) {
      return { result: "taken" };
    }
    const isFinal = response.status >= 400 && response.status < 500 && response.status !== 429;
    return { result: isFinal ? "refused" : "later", why: `${response.status}: ${said}` };
  } catch (error) {
    signal.throwIfAborted();
    return { result: "later", why: messageOf(error) };
  }
}

/** How long to wait before the next attempt, in milliseconds: twice as long each time, half a minute at most. */
export function backoff(failures: number): number {
  return Math.min(30_000, 500 * 2 ** Math.min(failures, 10));
}
