import * as fs from "node:fs";
import * as path from "node:path";
import { VERSIONS } from "../../toolchain";
import { CHECKOV_LOCK } from "./checkov";
import { count, type Scan, SEVERITIES } from "./finding";

/** The page that the figures stand in. */
export const DOCUMENT = path.join(__dirname, "..", "..", "docs", "hardening.md");

const [BEGIN, END] = ["<!-- figures: npm run scan -->", "<!-- end of figures -->"];

/** What both scanners said of upstream's objects and of ours. */
export interface Scans {
  readonly release: string;
  readonly environment: string;
  readonly upstream: Scan;
  readonly ours: Scan;
  /** Workloads of ours that checkov counts as mended, and that have their token as before (tokens.ts). */
  readonly tokensAsBefore: readonly string[];
  /** Ours once more, with digests that are made up (digests.ts). */
  readonly locked: Scan;
}

/** What checkov should find in ours, if it saw that a token is mounted another way. */
export function honest({ ours, tokensAsBefore }: Pick<Scans, "ours" | "tokensAsBefore">): number {
  return count(ours, "checkov failed") + tokensAsBefore.length;
}

/**
 * The table of figures, in Markdown as prettier writes it. It has no number of objects: each that is added would make
 * the page stale, whatever the scanners say of it.
 */
export function figures(scans: Scans): string {
  const { release, environment, upstream, ours, tokensAsBefore, locked } = scans;
  const row = (name: string, before: number, after: number, behindLock: number) => {
    const shares = [after, behindLock].flatMap((left) => [String(left), percent(left, before)]);
    return [name, String(before), ...shares];
  };
  const rows = SEVERITIES.map((severity) =>
    row(severity, count(upstream, severity), count(ours, severity), count(locked, severity)),
  );
  const checkov = "checkov failed";
  const tokens = row(
    "the same, tokens counted",
    count(upstream, checkov),
    honest(scans),
    honest({ ours: locked, tokensAsBefore }),
  );
  const head = ["", `upstream ${release}`, environment, "share", "made-up digests", "share"];
  const all = [head, ...rows, tokens];
  const versions = `kube-score ${VERSIONS["kube-score"]}, checkov ${checkovVersion()}.`;
  return [BEGIN, "", ...table(all), "", versions, "", END].join("\n");
}

/** The page with other figures. @throws Error where it has no place for them */
export function withFigures(page: string, text: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`${DOCUMENT} has no ${BEGIN} … ${END}`);
  }
  return page.slice(0, begin) + text + page.slice(end + END.length);
}

/** Share of upstream's count that is left, in percent with one decimal. */
function percent(after: number, before: number): string {
  return `${((100 * after) / before).toFixed(1)}%`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const [head = [], ...body] = rows;
  return [line(head), `| ${rule.join(" | ")} |`, ...body.map(line)];
}

/** Figures stand at the right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function checkovVersion(): string {
  return /^checkov==(\S+)/m.exec(fs.readFileSync(CHECKOV_LOCK, "utf8"))?.[1] ?? "";
}
