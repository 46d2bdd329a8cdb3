import type { Environment } from "../../config/environment";
import { messageOf, UserError } from "../../config/errors";
import type { ClusterChoice } from "../arguments";
import type { Repository } from "../repository";
import type { Configuration } from "./configuration";

/** What a check found. */
export interface Finding {
  /**
   * `mistake`: wrong configuration or usage (exit code 2). `failure`: the world won't do (exit code 1).
   * `warning`: it may do.
   */
  readonly result: "ok" | "warning" | "mistake" | "failure";
  readonly text: string;
  readonly wayOut?: string | undefined;
}

/** What checks look at. */
export interface PreflightContext {
  readonly repository: Repository;
  /** The environment that `up` is about to bring up. */
  readonly name: string;
  readonly environment: Environment;
  readonly cluster: ClusterChoice | undefined;
  /** The configuration of the three projects; undefined where it is wrong, which has a check of its own. */
  readonly configuration: Configuration | undefined;
}

/** One thing that can be known to fail before anything slow is begun. */
export interface Check {
  readonly name: string;
  /** Whether it matters to this environment. Default: it does. */
  readonly applies?: (context: PreflightContext) => boolean;
  /** A UserError that it throws counts as its finding. */
  readonly run: (context: PreflightContext) => Promise<Finding> | Finding;
}

/** A finding with the name of its check. */
export interface NamedFinding extends Finding {
  readonly check: string;
}

/** Runs checks side by side; the findings come in the checks' order. */
export async function runChecks(
  checks: readonly Check[],
  context: PreflightContext,
): Promise<readonly NamedFinding[]> {
  const applicable = checks.filter(({ applies }) => applies?.(context) ?? true);
  return Promise.all(
    applicable.map(async ({ name, run }) => ({ check: name, ...(await findingOf(() => run(context))) })),
  );
}

/** The exit code that findings come to. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ result }) => result === "mistake")) {
    return 2;
  }
  return findings.some(({ result }) => result === "failure") ? 1 : 0;
}

async function findingOf(run: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) {
      return fromError(error);
    }
    return { result: "failure", text: messageOf(error) };
  }
}

/** The finding that a UserError amounts to. */
export function fromError(error: UserError): Finding {
  const text =
    error.wayOut === undefined ? error.message : error.message.replace(`\n  → ${error.wayOut}`, "");
  return { result: error.exitCode === 2 ? "mistake" : "failure", text, wayOut: error.wayOut };
}
