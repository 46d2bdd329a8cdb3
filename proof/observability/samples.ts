import * as fs from "node:fs";
import * as path from "node:path";

const folder = path.join(__dirname, "..", "..", "platform", "observability", "testing", "samples");

/** How long the samples are spread over before now, in seconds, and how far apart. */
const span = 3 * 3600;
const step = 60;

/** One line of an exporter's answer. */
export interface Sample {
  /** Name and labels. */
  readonly series: string;
  readonly metric: string;
  /** What the exporter says it is; undefined where it says nothing. */
  readonly type: string | undefined;
  readonly value: number;
  /** Seconds since 1970 when it was recorded; undefined where none of the values is a time. */
  readonly recordedAt: number | undefined;
}

/** All samples of all exporters: sample data in the exporters' formats. */
export function readSamples(): readonly Sample[] {
  return fs
    .readdirSync(folder)
    .sort()
    .flatMap((file) => parseSamples(fs.readFileSync(path.join(folder, file), "utf8")));
}

/** @throws Error where a line is not one of the exposition format */
export function parseSamples(text: string): readonly Sample[] {
  const recorded = /^# recorded at (\d+)$/m.exec(text)?.[1];
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, series = "", metric = "", value = ""] =
        /^(([a-zA-Z_:][\w:]*)(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      if (series === "" || Number.isNaN(Number(value))) {
        throw new Error(`"${line}" is no sample`);
      }
      return {
        series,
        metric,
        type: types.get(metric) ?? types.get(metric.replace(/_(bucket|count|sum)$/, "")),
        value: Number(value),
        recordedAt: recorded === undefined ? undefined : Number(recorded),
      };
    });
}

/**
 * The samples over the last hours, as OpenMetrics: what counts grows evenly up to what was recorded, times are as long
 * ago as they were, everything else stays as it is.
 *
 * @param now seconds since 1970
 */
export function asHistory(samples: readonly Sample[], now: number): string {
  const count = span / step;
  // One series after the other, as the format wants all of a metric together.
  const lines = [...samples]
    .sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0))
    .flatMap((sample) =>
      Array.from({ length: count + 1 }, (_, i) => {
        const value = valueAt(sample, i / count, now);
        return `${sample.series} ${value} ${now - span + i * step}`;
      }),
    );
  return `${lines.join("\n")}\n# EOF\n`;
}

function valueAt({ type, value, recordedAt, metric }: Sample, part: number, now: number): number {
  if (type === "counter" || type === "histogram") {
    return value * part;
  }
  return recordedAt !== undefined && metric.endsWith("_seconds") ? value - recordedAt + now : value;
}
