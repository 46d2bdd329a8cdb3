import { messageOf } from "../../config/errors";
import { compare, isCandidate, newestOf } from "./order";
import { PublishedVersions, type Publisher } from "./published-versions";

/** Something whose version is pinned here. */
export interface Pinned {
  /** As people call it. */
  readonly name: string;
  readonly version: string;
  /** Files that name it, relative to the repository; none where its group says it. */
  readonly files?: readonly string[];
  /** Where newer ones are not wanted: the line that it stays in, and why. */
  readonly held?: Held;
}

/** A line of versions that something stays in. */
export interface Held {
  /** Numbers that a version begins with, such as 1.35. */
  readonly line: string;
  /** What it goes with. None where versions outside of the line are no newer ones, whatever their numbers. */
  readonly why?: string;
}

/** Something pinned, and who publishes it. */
export interface Pin extends Pinned {
  readonly publisher: Publisher;
}

/** What is known about a pin. */
export type Verdict =
  | {
      readonly pin: Pinned;
      readonly state: "newest";
      /** The newest outside of the line that it is held in. */
      readonly beyond?: string;
    }
  | { readonly pin: Pinned; readonly state: "behind"; readonly newest: string; readonly beyond?: string }
  | {
      readonly pin: Pinned;
      readonly state: "unknown";
      /** Who was asked; undefined where it isn't even known who that would be. */
      readonly host?: string;
      readonly why: string;
    };

/** Milliseconds that publishers together have for their answers where somebody waits for something else. */
const patience = 5_000;

/** Asks all publishers side by side. Who doesn't answer in time stands in nobody's way. */
export async function verdictsOn(
  all: readonly Pin[],
  milliseconds: number = patience,
): Promise<readonly Verdict[]> {
  const published = new PublishedVersions(AbortSignal.timeout(milliseconds));
  try {
    return await Promise.all(all.map((pin) => verdictOn(pin, published)));
  } finally {
    await published.close();
  }
}

/** What is known about one pin. A release counts as behind only where a newer release is there, not a candidate. */
export async function verdictOn(pin: Pin, published: Pick<PublishedVersions, "of">): Promise<Verdict> {
  // A publisher's address may have a login in it: verdicts are printed.
  const { publisher, ...pinned } = pin;
  const { host } = new URL(publisher.url);
  try {
    const verdict = judge(pinned, await published.of(publisher));
    return verdict ?? { pin: pinned, state: "unknown", host, why: "no version was found" };
  } catch (error) {
    return { pin: pinned, state: "unknown", host, why: reason(error) };
  }
}

/** Undefined where nothing is comparable. */
function judge(pin: Pinned, published: readonly string[]): Verdict | undefined {
  // Whoever is on a candidate wants the next one too; nobody else does.
  const candidates = isCandidate(pin.version) ? ({ candidates: "too" } as const) : {};
  const newest = newestOf(published, { line: pin.held?.line, ...candidates });
  const outside = pin.held?.why === undefined ? undefined : newestOf(published);
  const beyond =
    outside !== undefined && compare(outside, newest ?? pin.version) > 0 ? { beyond: outside } : {};
  if (newest === undefined && outside === undefined) {
    return undefined;
  }
  return newest !== undefined && compare(newest, pin.version) > 0
    ? { pin, state: "behind", newest, ...beyond }
    : { pin, state: "newest", ...beyond };
}

/** What the codes of the system's errors mean to people. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "no such name on this network",
  EAI_AGAIN: "no such name on this network",
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection was cut",
  UND_ERR_CONNECT_TIMEOUT: "no answer in time",
};

/** Why somebody could not be asked, in a few words. */
export function reason(error: unknown): string {
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) {
    return "no answer in time";
  }
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return reasons[code] ?? messageOf(cause);
}
