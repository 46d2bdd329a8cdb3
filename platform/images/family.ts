/** Processor architectures of nodes, as `kubernetes.io/arch` spells them. */
export const architectures = ["amd64", "arm64"] as const;

/** One of them. */
export type Architecture = (typeof architectures)[number];

/** Images of one origin that are published alike. */
export interface ImageFamily {
  /** Host of the registry. */
  readonly registry: string;
  /** Paths in it. */
  readonly repositories: readonly string[];
  /** The tag that was looked up: another one is another row. Absent where references have digests. */
  readonly tag?: string;
  /** What it is published for; `unknown` where no source says so. */
  readonly architectures: readonly Architecture[] | "unknown";
  /** Where that is written: a file at the release's tag, or an issue. */
  readonly source: string;
}

/** Published for both. */
export const both: readonly Architecture[] = architectures;

/** Published for one alone. */
export const amd64: readonly Architecture[] = ["amd64"];
