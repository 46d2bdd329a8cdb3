import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeClient } from "../../../../kube";
import { messageOf } from "../../../../config/errors";
import { writeAtomically } from "../../../../config/files";
import { eventEntry, EventQueue } from "./events";
import { type Entry, parseLine } from "./lines";
import { backoff, push } from "./push";
import { type FollowerSettings, type Position, Positions } from "./settings";
import { readNewLines } from "./tail";

/** How often files are looked at. */
const INTERVAL_MS = 1_000;
const EVENTS_AT_ONCE = 500;

/** Sends what the control plane writes, and the cluster's events, to Loki until it is told to end. */
export class Follower {
  readonly #settings: FollowerSettings;
  readonly #positions: Positions;
  readonly #events: EventQueue;
  readonly #say: (text: string) => void;

  /** @param say gets what should be in its own log */
  constructor(settings: FollowerSettings, say: (text: string) => void) {
    this.#settings = settings;
    this.#positions = readPositions(settings.positions);
    this.#events = new EventQueue(this.#positions.events);
    this.#say = say;
  }

  /** Ends with the signal only. */
  async run(signal: AbortSignal): Promise<void> {
    void this.#watchEvents(signal);
    for (;;) {
      signal.throwIfAborted();
      let isBehind = false;
      for (const { component, file } of this.#settings.logs) {
        isBehind = (await this.#sendNewLines(component, file, signal)) || isBehind;
      }
      isBehind = (await this.#sendEvents(signal)) || isBehind;
      if (!isBehind) {
        await sleep(INTERVAL_MS, undefined, { signal });
      }
    }
  }

  /** @returns whether there was something, so that there may be more */
  async #sendNewLines(component: string, file: string, signal: AbortSignal): Promise<boolean> {
    const before = this.#positions.files[file];
    const found = readNewLines(file, before);
    if (found === undefined) {
      return false;
    }
    const now = new Date();
    const { entries, time } = entriesOf(component, found.lines, before, now);
    await this.#send(entries, signal);
    this.#positions.files[file] = { ...found.next, time };
    this.#keepPositions();
    return true;
  }

  async #sendEvents(signal: AbortSignal): Promise<boolean> {
    const events = this.#events.next(EVENTS_AT_ONCE);
    if (events.length === 0) {
      return false;
    }
    await this.#send(events, signal);
    this.#positions.events = this.#events.done(events);
    this.#keepPositions();
    const dropped = this.#events.dropped();
    if (dropped > 0) {
      this.#say(`${dropped} events came faster than they could be sent, and are lost`);
    }
    return events.length === EVENTS_AT_ONCE;
  }

  /** Sends a batch, and tries as long as Loki may still take it: what is not sent stays in the files. */
  async #send(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    for (let failures = 0; entries.length > 0; failures += 1) {
      const outcome = await push(this.#settings.loki, entries, signal);
      if (outcome.result === "taken") {
        return;
      }
      if (outcome.result === "refused") {
        this.#say(`Loki refused lines (${entries.length}): ${outcome.why}`);
        return;
      }
      if (failures % 10 === 0) {
        this.#say(`Loki does not take lines now: ${outcome.why}`);
      }
      await sleep(backoff(failures), undefined, { signal });
    }
  }

  /** Events come as the cluster tells them; where it can't be asked, it is asked again. */
  async #watchEvents(signal: AbortSignal): Promise<void> {
    const ended = (): boolean => signal.aborted;
    for (let failures = 0; !ended(); failures += 1) {
      let client: KubeClient | undefined;
      try {
        client = KubeClient.fromKubeconfig(fs.readFileSync(this.#settings.kubeconfig, "utf8"));
        for await (const event of client.watch("v1", "Event", { signal })) {
          failures = 0;
          if (event.type === "ADDED" || event.type === "MODIFIED") {
            this.#events.add(eventEntry(event.object, new Date()));
          }
        }
      } catch (error) {
        if (!ended()) {
          this.#say(`the cluster's events can't be had now: ${messageOf(error)}`);
          await sleep(backoff(failures), undefined, { signal }).catch(() => undefined);
        }
      } finally {
        await client?.close();
      }
    }
  }

  #keepPositions(): void {
    writeAtomically(this.#settings.positions, JSON.stringify(this.#positions));
  }
}

/** Lines of a component's log as entries; a line without a time of its own has that of the line before. */
export function entriesOf(
  component: string,
  lines: readonly string[],
  before: Pick<Position, "time"> | undefined,
  now: Date,
): { readonly entries: readonly Entry[]; readonly time: string } {
  let time = before?.time ?? `${now.getTime()}000000`;
  const entries = lines.map((line) => {
    const parsed = parseLine(line, now);
    time = parsed.time ?? time;
    return { labels: { job: "control-plane", component, level: parsed.level }, time, line };
  });
  return { entries, time };
}

/** What was kept; the beginning where nothing was, or nothing that can be read. */
function readPositions(file: string): Positions {
  try {
    return Positions.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return { files: {}, events: 0 };
  }
}
