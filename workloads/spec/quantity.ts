/**
 * Kubernetes quantities in their canonical form.
 *
 * Controllers and webhooks that read an object into Go and write it back turn `1024Mi` into `1Gi` and `1000m`
 * into `1`. What is written in that form at once stays as it is, and a second `up` finds nothing to do.
 */

const binarySuffixes = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;
const decimalSuffixes = ["", "k", "M", "G"] as const;

/** Processor cores; fractions are whole thousandths: `0.5` is `500m`. */
export function cores(count: number): string {
  const thousandths = Math.round(count * 1000);
  return thousandths % 1000 === 0 ? plain(thousandths / 1000) : `${thousandths}m`;
}

/** A whole number of something countable, such as accelerators: `2`, and `1k` for 1000. */
export function plain(count: number): string {
  return canonical(count, 1000, decimalSuffixes);
}

/** Gibibytes of memory or disk; fractions are rounded to whole kibibytes: `0.5` is `512Mi`, `1024` is `1Ti`. */
export function gibibytes(count: number): string {
  return canonical(Math.round(count * 1024 * 1024), 1024, binarySuffixes);
}

function canonical(count: number, base: number, suffixes: readonly string[]): string {
  let [value, step] = [count, 0];
  while (value !== 0 && value % base === 0 && step < suffixes.length - 1) {
    value /= base;
    step += 1;
  }
  return `${value}${value === 0 ? "" : (suffixes[step] ?? "")}`;
}
