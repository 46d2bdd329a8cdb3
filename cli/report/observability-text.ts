import type { ObservabilityStatus } from "../observability/look";
import type { Style } from "../terminal/style";
import { count, table } from "../terminal/text";

/** Where Prometheus and Loki listen, and what they don't get. */
export function observabilityLines(
  { prometheus, loki, processes, targets }: ObservabilityStatus,
  style: Style,
): readonly string[] {
  const urls: Readonly<Record<string, string>> = { prometheus, loki };
  const ended = processes.filter(({ alive }) => !alive);
  const asked = typeof targets === "string" ? [] : targets;
  const up = asked.filter(({ health }) => health === "up").length;
  const rows = processes
    .filter(({ name, alive }) => urls[name] !== undefined || !alive)
    .map(({ name, title, alive, log }) =>
      alive
        ? [
            `${style.good("✔")} ${title}`,
            urls[name] ?? "",
            name === "prometheus" ? targetsText(targets, up) : "",
          ]
        : [`${style.bad("✗")} ${title}`, "ended", style.dim(log)],
    );
  const down = asked.filter(({ health }) => health === "down");
  return [
    style.bold("metrics and logs"),
    ...table(rows, "  "),
    ...table(
      down.map(({ job, error }) => [`${style.bad("✗")} ${job}`, error]),
      "  ",
    ),
    ...(ended.length === 0 ? [] : [`  ${style.accent("→")} npm run up starts them again`]),
  ];
}

function targetsText(targets: ObservabilityStatus["targets"], up: number): string {
  return typeof targets === "string" ? targets : `${up} of ${count(targets.length, "target")} up`;
}
