/** Words of PromQL that are neither metrics nor functions. Source: Prometheus documentation, querying/operators. */
const keywords = new Set([
  "and",
  "or",
  "unless",
  "by",
  "without",
  "on",
  "ignoring",
  "offset",
  "bool",
  "inf",
  "nan",
]);

/** Lists of labels behind a word: `by (namespace)`, `group_left ()`. */
const labelLists = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;

/**
 * Metrics that a PromQL expression asks for, each once, in order. It reads no grammar: promtool does that in the tests.
 * Labels are taken for metrics where somebody hides a metric's name in `__name__`, which so can't be used here.
 *
 * @throws Error where the expression selects by `__name__`
 */
export function metricsIn(expr: string): string[] {
  if (expr.includes("__name__")) {
    throw new Error(`"${expr}" selects by __name__: write the metric's name`);
  }
  const bare = expr
    .replace(/"(\\.|[^"\\])*"/g, "")
    .replace(/\{[^}]*\}/g, "")
    .replace(/\[[^\]]*\]/g, "")
    .replace(labelLists, "");
  const names = [...bare.matchAll(/(?<![\w.$:])([a-zA-Z_:][\w:]*)(?!\w)\s*(\()?/g)].flatMap(
    ([, name = "", call]) => (call === undefined && !keywords.has(name.toLowerCase()) ? [name] : []),
  );
  return [...new Set(names)].filter((name) => !isDuration(expr, name));
}

/** `1h` begins with a digit and is no name; what is left of it must not be one. */
function isDuration(expr: string, name: string): boolean {
  return new RegExp(`\\d${name}\\b`).test(expr) && /^(ms|s|m|h|d|w|y)$/.test(name);
}

/** What Grafana puts in place of its variables when somebody looks, for whoever asks without Grafana. */
export interface Chosen {
  readonly namespaces: readonly string[];
  /** Default: none, every line. */
  readonly search?: string;
}

/** An expression as Grafana would send it. */
export function withVariables(expr: string, { namespaces, search = "" }: Chosen): string {
  return expr
    .replaceAll("$namespace", namespaces.length === 1 ? (namespaces[0] ?? "") : `(${namespaces.join("|")})`)
    .replaceAll("$search", search)
    .replaceAll("$__rate_interval", "5m")
    .replaceAll("$__auto", "5m");
}
