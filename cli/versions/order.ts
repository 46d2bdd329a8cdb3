/** Numbers between dots, perhaps with a `v` before them and the stage of a version that is no release yet behind. */
const pattern = /^v?(\d+(?:\.\d+)*)(?:-(alpha|beta|rc)[.-]?(\d+))?$/;

/** What comes before a release, in this order; the release itself is behind them all. */
const stages = ["alpha", "beta", "rc"] as const;

interface Parsed {
  readonly numbers: readonly number[];
  /** Place among the stages; their number for a release. */
  readonly stage: number;
  /** Which candidate it is; 0 for a release. */
  readonly attempt: number;
}

/** Whether a text is a version at all: `latest`, a signature's tag or a commit's date are none. */
export function isVersion(text: string): boolean {
  return pattern.test(text);
}

/** Whether a version is one that its publisher only tries out, such as 26.03.1-rc.2. */
export function isCandidate(version: string): boolean {
  return pattern.exec(version)?.[2] !== undefined;
}

/**
 * Above zero where the first version is the newer one, below where it is the older one: by numbers, of which missing ones
 * are zeros; then candidates come before what they are candidates of (26.03 < 26.03.1-rc.2 < 26.03.1).
 *
 * @throws Error where one of them is no version
 */
export function compare(first: string, second: string): number {
  const [a, b] = [parse(first), parse(second)];
  const length = Math.max(a.numbers.length, b.numbers.length);
  const differences = [
    ...Array.from({ length }, (_, i) => (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0)),
    a.stage - b.stage,
    a.attempt - b.attempt,
  ];
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Whether a version is one of a line: 1.35.4 is one of 1.35, 1.350.0 is not. */
export function isOfLine(version: string, line: string): boolean {
  return `${version.replace(/^v/, "")}.`.startsWith(`${line.replace(/^v/, "")}.`);
}

/** Which versions count. */
export interface Wanted {
  /** Only those of a line, such as 1.35. Default: all. */
  readonly line?: string | undefined;
  /** Only candidates, or those too. Default: releases alone. */
  readonly candidates?: "only" | "too";
}

/** The newest among texts, those that are no versions left out; undefined where none is left. */
export function newestOf(texts: readonly string[], { line, candidates }: Wanted = {}): string | undefined {
  return texts
    .filter(isVersion)
    .filter((version) => line === undefined || isOfLine(version, line))
    .filter((version) => candidates === "too" || isCandidate(version) === (candidates === "only"))
    .reduce<string | undefined>(
      (best, one) => (best === undefined || compare(one, best) > 0 ? one : best),
      undefined,
    );
}

function parse(version: string): Parsed {
  const match = pattern.exec(version);
  if (match === null) {
    throw new Error(`${version} is no version`);
  }
  const [, numbers = "", stage, attempt] = match;
  return {
    numbers: numbers.split(".").map(Number),
    stage: stage === undefined ? stages.length : stages.findIndex((one) => one === stage),
    attempt: Number(attempt ?? 0),
  };
}
