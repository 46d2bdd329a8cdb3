import { at, isObject, parseJson, textOf, type Json } from "../../../../plugin/json";

/** How grave a line is. */
export type Level = "debug" | "info" | "warning" | "error";

/** A line that is ready to be sent. */
export interface Entry {
  readonly labels: Readonly<Record<string, string>>;
  /** Nanoseconds since 1970. */
  readonly time: string;
  readonly line: string;
}

/** What a line says about itself. */
export interface Parsed {
  /** Nanoseconds since 1970; undefined where the line has no time, as a further line of a stack trace. */
  readonly time: string | undefined;
  readonly level: Level;
}

const klogLevels: Readonly<Record<string, Level>> = { I: "info", W: "warning", E: "error", F: "error" };
const jsonLevels: Readonly<Record<string, Level>> = {
  debug: "debug",
  info: "info",
  warn: "warning",
  warning: "warning",
  error: "error",
  dpanic: "error",
  panic: "error",
  fatal: "error",
};

/** `E1125 19:49:10.123456   7939 server.go:150] …`: level, month, day, time with microseconds. */
const klog = /^([IWEF])(\d{2})(\d{2}) (\d{2}):(\d{2}):(\d{2})\.(\d{6}) /;

/**
 * Reads what a line of the control plane says about its time and level: klog's format (Kubernetes), or JSON with
 * `level` and `ts` (etcd) or `time` (kwok).
 *
 * @param now klog's lines name no year: it is the one in which the line is not of tomorrow or later
 */
export function parseLine(line: string, now: Date): Parsed {
  const [, level = "", month, day, hour, minute, second, micros = ""] = klog.exec(line) ?? [];
  if (level !== "") {
    const inYear = (year: number): Date =>
      new Date(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
    const thisYear = inYear(now.getFullYear());
    const isFuture = thisYear.getTime() - now.getTime() > 86_400_000;
    const date = isFuture ? inYear(now.getFullYear() - 1) : thisYear;
    return { time: `${date.getTime() / 1000}${micros}000`, level: klogLevels[level] ?? "info" };
  }
  const document = line.startsWith("{") ? json(line) : undefined;
  if (document === undefined) {
    return { time: undefined, level: /^(panic|fatal error): /.test(line) ? "error" : "info" };
  }
  return {
    time: nanoseconds(textOf(at(document, "ts"), textOf(at(document, "time")))),
    level: jsonLevels[textOf(at(document, "level")).toLowerCase()] ?? "info",
  };
}

/** RFC 3339 with up to nine digits of a second, in nanoseconds since 1970; undefined for what is no time. */
export function nanoseconds(text: string): string | undefined {
  const [, seconds, fraction = "", zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/.exec(text) ?? [];
  const milliseconds = seconds === undefined ? NaN : Date.parse(`${seconds}${zone ?? "Z"}`);
  return Number.isNaN(milliseconds) ? undefined : `${milliseconds / 1000}${fraction.padEnd(9, "0")}`;
}

function json(line: string): Json | undefined {
  try {
    const document = parseJson(line);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
