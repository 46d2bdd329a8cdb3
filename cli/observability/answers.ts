import * as z from "zod";

/** One value that Prometheus has answered. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What Prometheus asks for metrics. */
export interface Target {
  readonly job: string;
  /** Host and port. */
  readonly instance: string;
  /** `unknown`: it was not asked yet. */
  readonly health: "up" | "down" | "unknown";
  /** Why it is down; empty where it is up. */
  readonly error: string;
  /** How long it took to answer, in seconds. */
  readonly seconds: number;
}

/** A line of a log. */
export interface LogLine {
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly time: string;
  readonly line: string;
}

const Labels = z.record(z.string(), z.string());

const Vector = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: Labels, value: z.tuple([z.number(), z.string()]) })),
  }),
});

const Targets = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({
        labels: z.object({ job: z.string(), instance: z.string() }),
        health: z.enum(["up", "down", "unknown"]),
        lastError: z.string(),
        lastScrapeDuration: z.number(),
      }),
    ),
  }),
});

const Streams = z.object({
  data: z.object({
    resultType: z.literal("streams"),
    result: z.array(z.object({ stream: Labels, values: z.array(z.tuple([z.string(), z.string()])) })),
  }),
});

/** The values in an answer to an instant query. @throws ZodError for anything else */
export function samplesIn(answer: unknown): readonly Sample[] {
  return Vector.parse(answer).data.result.map(({ metric, value: [, text] }) => ({
    labels: metric,
    value: Number(text),
  }));
}

/** The targets in an answer of `/api/v1/targets`, by job. @throws ZodError for anything else */
export function targetsIn(answer: unknown): readonly Target[] {
  return Targets.parse(answer)
    .data.activeTargets.map(({ labels, health, lastError, lastScrapeDuration }) => ({
      job: labels.job,
      instance: labels.instance,
      health,
      error: lastError,
      seconds: lastScrapeDuration,
    }))
    .sort((a, b) => a.job.localeCompare(b.job));
}

/** The lines in an answer of Loki's `query_range`, the newest first. @throws ZodError for anything else */
export function linesIn(answer: unknown): readonly LogLine[] {
  return Streams.parse(answer)
    .data.result.flatMap(({ stream, values }) =>
      values.map(([nanoseconds, line]) => ({ labels: stream, nanoseconds, line })),
    )
    .sort((a, b) => (BigInt(a.nanoseconds) < BigInt(b.nanoseconds) ? 1 : -1))
    .map(({ labels, nanoseconds, line }) => ({
      labels,
      time: new Date(Number(BigInt(nanoseconds) / 1_000_000n)).toISOString(),
      line,
    }));
}
