import { compare, isCandidate, newestOf } from "./order";

/** A release beyond one that is installed. */
export interface NewerRelease {
  readonly version: string;
  readonly candidate: boolean;
  /**
   * Whether manifests/releases.ts has it: then it is a line of configuration; else somebody has to adopt it first
   * (docs/upgrading.md).
   */
  readonly known: boolean;
}

/** How one release stands to what there is. */
export interface ReleaseStanding {
  readonly release: string;
  /** Environments that are at it; none where only the project knows it. */
  readonly environments: readonly string[];
  /** The newest release and, where it is newer than that, the newest candidate; none where neither is newer. */
  readonly newer: readonly NewerRelease[];
}

/**
 * How the environments' releases stand.
 *
 * @param installed release by environment
 * @param known     releases that can be installed
 * @param published tags of upstream; empty where it could not be asked, so that only known ones are told
 */
export function releaseStandings(
  installed: Readonly<Record<string, string>>,
  known: readonly string[],
  published: readonly string[],
): readonly ReleaseStanding[] {
  const all = [...new Set([...known, ...published])];
  const final = newestOf(all);
  const candidate = newestOf(all, { candidates: "only" });
  const beyond = [final, candidate].filter((version) => version !== undefined);
  return [...new Set(Object.values(installed))].sort(compare).map((release) => ({
    release,
    environments: Object.keys(installed).filter((name) => installed[name] === release),
    newer: beyond
      .filter((version) => compare(version, release) > 0)
      // A candidate of what is there already is of no use to anybody.
      .filter((version) => !isCandidate(version) || final === undefined || compare(version, final) > 0)
      .map((version) => ({ version, candidate: isCandidate(version), known: known.includes(version) })),
  }));
}
