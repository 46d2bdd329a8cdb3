/** A measured value with its unit. */
export interface Figure {
  readonly value: number;
  readonly unit: "s" | "MB" | "GB";
}

/** One line of the benchmark's table. */
export interface Row {
  readonly what: string;
  readonly ours: Figure;
  /** The official way's figure, from the same run. */
  readonly other?: Figure;
  /** What is to be reached: a ratio to the official way, or a most in the figure's own unit. */
  readonly goal: { readonly ratio: number } | { readonly most: number };
}

/** The table as Markdown. It says whether a goal was reached, and nothing fails where one was not. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const ratio = row.other === undefined ? "" : (row.ours.value / row.other.value).toFixed(2);
    return [
      row.what,
      text(row.ours),
      row.other === undefined ? "" : text(row.other),
      ratio,
      goalOf(row),
      verdict(row),
    ];
  });
  const cells = [["what", "ours", "official", "ratio", "goal", "reached"], ...lines];
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const [head, ...body] = cells.map(
    (line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`,
  );
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body].join("\n");
}

function text({ value, unit }: Figure): string {
  return `${value.toFixed(unit === "s" ? 1 : 2)} ${unit}`;
}

function goalOf({ goal, ours }: Row): string {
  return "ratio" in goal ? `≤ ${goal.ratio} of official` : `≤ ${goal.most} ${ours.unit}`;
}

function verdict({ goal, ours, other }: Row): string {
  const reached =
    "ratio" in goal ? other !== undefined && ours.value <= goal.ratio * other.value : ours.value <= goal.most;
  return reached ? "yes" : "no";
}
