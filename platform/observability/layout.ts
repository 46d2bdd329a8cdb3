/** Columns of Grafana's grid. */
const columns = 24;

/** Where a panel is, in Grafana's grid. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/**
 * Puts panels beside one another in their order, and begins a new row where one doesn't fit. All of a row are as high as
 * its highest.
 */
export function layout(sizes: readonly { readonly w: number; readonly h: number }[]): readonly Place[] {
  const rows: { w: number; h: number }[][] = [];
  for (const size of sizes) {
    const row = rows.at(-1);
    const used = row?.reduce((sum, { w }) => sum + w, 0) ?? columns;
    if (row === undefined || used + size.w > columns) {
      rows.push([size]);
    } else {
      row.push(size);
    }
  }
  const heights = rows.map((row) => Math.max(...row.map(({ h }) => h)));
  return rows.flatMap((row, index) => {
    const y = heights.slice(0, index).reduce((sum, height) => sum + height, 0);
    return row.map(({ w }, i) => ({
      x: row.slice(0, i).reduce((sum, before) => sum + before.w, 0),
      y,
      w,
      h: heights[index] ?? 0,
    }));
  });
}
