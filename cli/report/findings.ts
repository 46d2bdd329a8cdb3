import type { NamedFinding } from "../preflight";
import type { Style } from "../terminal/style";
import { indent, table } from "../terminal/text";

/** Findings as a table: a sign, the check, what it found; the way out below each that needs one. */
export function findingsTable(findings: readonly NamedFinding[], style: Style): string {
  const signs = {
    ok: style.good("✔"),
    warning: style.warn("!"),
    mistake: style.bad("✗"),
    failure: style.bad("✗"),
  };
  const rows = table(findings.map(({ check, result, text }) => [`${signs[result]} ${check}`, firstOf(text)]));
  return rows
    .flatMap((row, i) => {
      const { text = "", wayOut } = findings[i] ?? {};
      const more = text.split("\n").slice(1);
      return [
        row,
        ...more.map((line) => indent(line, "    ")),
        ...(wayOut === undefined ? [] : [`    ${style.accent("→")} ${wayOut}`]),
      ];
    })
    .join("\n");
}

function firstOf(text: string): string {
  return text.split("\n")[0] ?? "";
}
