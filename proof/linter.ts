import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { childEnvironment } from "../config/environment";
import type { VirtualEnvironment } from "../python";

const SCRIPT = path.join(__dirname, "linter.py");

const findingSchema = z.object({
  /** Name of the policy. */
  policy: z.string(),
  /** Index of the statement; null where the finding is about the whole policy. */
  statement: z.int().nullable(),
  /** parliament's word for it, such as `UNKNOWN_ACTION`. */
  issue: z.string(),
  details: z.array(z.string()),
});

/** What the linter has to say about a policy. */
export type Finding = Readonly<z.output<typeof findingSchema>>;

/** A policy to be linted. */
export interface LintedPolicy {
  readonly name: string;
  /** The document, in JSON. */
  readonly text: string;
}

/** Runs parliament, a linter of IAM policies with AWS' actions, resources and condition keys of early 2025. */
export async function lint(
  { python }: VirtualEnvironment,
  policies: readonly LintedPolicy[],
): Promise<readonly Finding[]> {
  const linter = spawn(python, ["-I", SCRIPT], { env: childEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
  const exit = once(linter, "exit");
  linter.stdin.end(JSON.stringify(policies));
  const [output, errors] = await Promise.all([text(linter.stdout), text(linter.stderr), exit]);
  if (linter.exitCode !== 0) {
    throw new Error(`the linter failed:\n${errors}`);
  }
  return z.array(findingSchema).parse(JSON.parse(output));
}
