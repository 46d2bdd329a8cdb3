/** How a trial's metrics are read. */
export type Metrics = StandardOutput | MetricsFile;

/** From what the program prints, lines of `<metric>=<value>`. */
export interface StandardOutput {
  readonly from: "stdout";
  /**
   * Other forms of those lines: regular expressions of Go with two groups, of which the first finds the name and the
   * second the value. Default: Katib's own, `name=value`.
   */
  readonly filters?: readonly string[] | undefined;
}

/** From a file that the program writes. */
export interface MetricsFile {
  readonly from: "file";
  /** Its absolute path; Katib puts a volume into its folder, which therefore is the file's own. */
  readonly path: string;
  /** Lines of text, or a JSON object a line with texts by the metrics' names. Default: `TEXT`. */
  readonly format?: "TEXT" | "JSON" | undefined;
  /** See {@link StandardOutput}; for `TEXT` only. */
  readonly filters?: readonly string[] | undefined;
}

/** Folders that hold what a trial runs, or everything. */
const takenFolders = ["", "/opt/workload", "/tmp", "/dev/shm"];

/** The `metricsCollectorSpec` of the Experiment. */
export function metricsSpec(metrics: Metrics) {
  const { filters = [] } = metrics;
  const filter = filters.length === 0 ? {} : { filter: { metricsFormat: [...filters] } };
  if (metrics.from === "stdout") {
    return {
      ...(filters.length === 0 ? {} : { source: filter }),
      collector: { kind: "StdOut" },
    };
  }
  return {
    source: {
      fileSystemPath: { path: metrics.path, kind: "File", format: metrics.format ?? "TEXT" },
      ...filter,
    },
    collector: { kind: "File" },
  };
}

/** What Katib's webhook refuses, and what its collector would fail at later. */
export function metricsProblems(metrics: Metrics): string[] {
  const { filters = [] } = metrics;
  return [...filters.flatMap(filterProblem), ...(metrics.from === "file" ? fileProblems(metrics) : [])];
}

function filterProblem(filter: string): string[] {
  if (!/\(.*\).*\(.*\)/.test(filter)) {
    return [`the filter ${filter} has no two groups, of a name and of a value`];
  }
  if (filter.includes(";")) {
    return [`the filter ${filter} has a semicolon, by which Katib parts filters`];
  }
  return /\(\?<?[=!]|\\[1-9]/.test(filter)
    ? [`the filter ${filter} looks around or back, which Go's expressions can't`]
    : [];
}

function fileProblems({ path, format, filters = [] }: MetricsFile): string[] {
  const folder = path.replace(/\/[^/]*$/, "");
  return [
    ...(path.startsWith("/") && !path.endsWith("/") ? [] : [`"${path}" is no absolute path of a file`]),
    ...(path.startsWith("/") && takenFolders.includes(folder)
      ? [`${path} has no folder of its own, and Katib puts a volume there`]
      : []),
    ...(format === "JSON" && filters.length > 0 ? ["filters are for files of text, not of JSON"] : []),
  ];
}
