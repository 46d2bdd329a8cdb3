import type { Tone } from "./objects";

/** What is known about something that is pinned. */
export type Standing =
  | { readonly state: "newest" }
  /** EKS supports it at its usual price until that day, which may be over. */
  | { readonly state: "supported"; readonly until: string; readonly isOver: boolean }
  | { readonly state: "behind"; readonly newest: string }
  | { readonly state: "unknown"; readonly why: string };

/** A version that this environment has. */
export interface VersionView {
  readonly what: string;
  readonly version: string;
  /** Where the version is set. */
  readonly from: "release" | "cluster" | "nodes" | "chart";
  /** Against what its publisher has; undefined where nothing is compared. */
  readonly standing: Standing | undefined;
}

/** A standing in words, and how good it is. */
export function standingText(standing: Standing | undefined): { readonly text: string; readonly tone: Tone } {
  switch (standing?.state) {
    case undefined:
      return { text: "not compared", tone: "quiet" };
    case "newest":
      return { text: "newest", tone: "good" };
    case "supported":
      return standing.isOver
        ? { text: `standard support on EKS ended on ${standing.until}`, tone: "warn" }
        : { text: `standard support on EKS until ${standing.until}`, tone: "quiet" };
    case "behind":
      return { text: `${standing.newest} is out`, tone: "warn" };
    case "unknown":
      return { text: `unknown: ${standing.why}`, tone: "quiet" };
  }
}
