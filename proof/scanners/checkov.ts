import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment } from "../../config/environment";
import type { VirtualEnvironment } from "../../python";
import type { Finding } from "./finding";

const run = promisify(execFile);

/** The lock of checkov's virtual environment. */
export const CHECKOV_LOCK = path.join(__dirname, "requirements.txt");

const Report = z.object({
  results: z.object({
    failed_checks: z.array(z.object({ check_id: z.string(), check_name: z.string(), resource: z.string() })),
  }),
  summary: z.object({
    passed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    parsing_errors: z.int(),
  }),
});

/** What checkov finds in a folder of manifests, and how many checks it made. */
export interface CheckovResult {
  readonly findings: readonly Finding[];
  readonly checksMade: number;
}

/**
 * Runs checkov on the files of a folder. It downloads nothing, and reads no configuration but these arguments.
 *
 * @throws Error where it could not read a file, or where something was skipped: each of these would be a finding less
 */
export async function checkov({ directory }: VirtualEnvironment, folder: string): Promise<CheckovResult> {
  const { stdout } = await run(
    path.join(directory, "bin", "python"),
    [
      "-I",
      path.join(directory, "bin", "checkov"),
      ...["--directory", folder, "--framework", "kubernetes", "--skip-download"],
      ...["--output", "json", "--compact", "--quiet", "--soft-fail"],
    ],
    // It would read a .checkov.yaml of the working directory.
    { cwd: folder, env: childEnvironment({ LOG_LEVEL: "ERROR" }), maxBuffer: 64 * 1024 * 1024 },
  );
  const { results, summary } = Report.parse(JSON.parse(stdout));
  if (summary.parsing_errors > 0 || summary.skipped > 0) {
    throw new Error(`checkov did not look at everything: ${JSON.stringify(summary)}`);
  }
  const findings = results.failed_checks.map(({ check_id, check_name, resource }) => ({
    severity: "checkov failed" as const,
    check: check_id,
    title: check_name,
    object: objectOf(resource),
  }));
  return { findings, checksMade: summary.passed + summary.failed };
}

/** checkov writes `<kind>.<namespace>.<name>`, with `default` as the namespace of what has none. Names have dots too. */
function objectOf(resource: string): string {
  const [kind = "", namespace = "", ...name] = resource.split(".");
  const clusterScoped = namespace === "default" || kind.startsWith("Cluster");
  return clusterScoped ? `${kind}/${name.join(".")}` : `${kind}/${namespace}/${name.join(".")}`;
}
