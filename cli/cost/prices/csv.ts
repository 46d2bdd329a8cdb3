/** Tables without quotes: no cell of these files has a comma in it. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  const stray = rows.flat().find((cell) => /[",\n]/.test(cell));
  if (stray !== undefined) {
    throw new Error(`a cell must not have commas, quotes or line breaks in it: ${stray}`);
  }
  return rows.map((row) => `${row.join(",")}\n`).join("");
}

/** The opposite of {@link formatCsv}. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(","));
}

/** A column of a price file: where its numbers are from, and the numbers by what they are the price of. */
export interface PriceColumn {
  readonly source: string;
  /** ISO date on which the prices were so. */
  readonly date: string;
  readonly values: ReadonlyMap<string, number>;
}

/**
 * Reads a price file: a line of column names, one of their sources, one of their dates, then one line for each
 * thing that has prices. An empty cell is a price that nobody has sourced.
 */
export function parsePrices(text: string): ReadonlyMap<string, PriceColumn> {
  const [names = [], sources = [], dates = [], ...rows] = parseCsv(text);
  const columns = new Map<string, PriceColumn>();
  names.forEach((name, i) => {
    if (i > 0) {
      const values = rows.flatMap(([key = "", ...cells]): [string, number][] => {
        const cell = cells[i - 1] ?? "";
        return cell === "" ? [] : [[key, Number(cell)]];
      });
      columns.set(name, { source: sources[i] ?? "", date: dates[i] ?? "", values: new Map(values) });
    }
  });
  return columns;
}
