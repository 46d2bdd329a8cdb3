import { type LogLine, linesIn, type Sample, samplesIn, type Target, targetsIn } from "./answers";

/** Asks Prometheus, with PromQL, what is so now. @throws Error where it does not answer, or not with values */
export async function ask(prometheus: string, expr: string, signal: AbortSignal): Promise<readonly Sample[]> {
  return samplesIn(await get(`${prometheus}/api/v1/query`, { query: expr }, signal));
}

/** What Prometheus scrapes, and how that goes. @throws Error where it does not answer */
export async function askTargets(prometheus: string, signal: AbortSignal): Promise<readonly Target[]> {
  return targetsIn(await get(`${prometheus}/api/v1/targets`, { state: "active" }, signal));
}

/** Which lines of logs Loki is asked for. */
export interface LogQuery {
  /** LogQL. */
  readonly query: string;
  /** How far back, in seconds. */
  readonly seconds: number;
  /** Lines at most, the newest ones. */
  readonly limit: number;
}

/** Asks Loki for lines, the newest first. @throws Error where it does not answer, or not with lines */
export async function askLines(
  loki: string,
  { query, seconds, limit }: LogQuery,
  now: Date,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const end = now.getTime() + 1_000;
  const range = { start: `${end - seconds * 1_000}000000`, end: `${end}000000` };
  const parameters = { query, ...range, limit: String(limit), direction: "backward" };
  return linesIn(await get(`${loki}/loki/api/v1/query_range`, parameters, signal));
}

/** Asks Loki, with LogQL, what is so now. @throws Error where it does not answer, or not with values */
export async function askCounts(
  loki: string,
  query: string,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  return samplesIn(await get(`${loki}/loki/api/v1/query`, { query }, signal));
}

async function get(url: string, parameters: Record<string, string>, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(`${url}?${new URLSearchParams(parameters).toString()}`, { signal });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${new URL(url).pathname}: ${response.status} ${text.trim().slice(0, 200)}`);
  }
  return JSON.parse(text);
}
