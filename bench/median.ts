/** How often what takes seconds is measured on either side: one run alone varies by a third. */
export const repeats = 3;

/**
 * Measures several times, one after the other, and gives the measurement in the middle.
 *
 * @throws RangeError where it is to be measured less than once
 */
export async function medianOf<Measured>(
  times: number,
  measure: () => Promise<Measured>,
  valueOf: (measured: Measured) => number,
): Promise<Measured> {
  const all: Measured[] = [];
  for (let i = 0; i < times; i++) {
    all.push(await measure());
  }
  const middle = all.sort((a, b) => valueOf(a) - valueOf(b)).at(Math.floor((all.length - 1) / 2));
  if (middle === undefined) {
    throw new RangeError("nothing was measured");
  }
  return middle;
}
