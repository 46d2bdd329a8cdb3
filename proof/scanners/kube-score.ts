import { execFile } from "node:child_process";
import * as z from "zod";
import { childEnvironment } from "../../config/environment";
import { type Manifest, qualifiedName } from "../../manifests";
import type { Finding, Severity } from "./finding";

const Checked = z.array(
  z.object({
    type_meta: z.object({ kind: z.string() }),
    object_meta: z.object({ name: z.string(), namespace: z.string().optional() }),
    checks: z
      .array(
        z.object({
          check: z.object({ id: z.string(), comment: z.string() }),
          grade: z.int(),
          skipped: z.boolean(),
        }),
      )
      .nullable(),
  }),
);

/** Its grades that are findings; 7 and 10 are almost and all OK. Source: scorecard/scorecard.go of 1.20. */
const SEVERITY_OF: Readonly<Record<number, Severity>> = { 1: "kube-score critical", 5: "kube-score warning" };

/** What kube-score finds in files of manifests: its checks on workloads, Services, policies and budgets. */
export async function kubeScore(program: string, files: readonly string[]): Promise<readonly Finding[]> {
  const checked = Checked.parse(
    JSON.parse(await run(program, ["score", "--output-format", "json", ...files])),
  );
  return checked.flatMap(({ type_meta, object_meta, checks }) =>
    (checks ?? []).flatMap(({ check, grade, skipped }): Finding[] => {
      const severity = SEVERITY_OF[grade];
      const object = `${type_meta.kind}/${qualifiedName(named(object_meta))}`;
      return skipped || severity === undefined
        ? []
        : [{ severity, check: check.id, title: check.comment, object }];
    }),
  );
}

function named({
  name,
  namespace,
}: {
  name: string;
  namespace?: string | undefined;
}): Pick<Manifest, "metadata"> {
  return { metadata: namespace === undefined ? { name } : { name, namespace } };
}

/** It ends with 1 where it finds something, which is no failure. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: childEnvironment(), maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (stdout.trimStart().startsWith("[")) {
        resolve(stdout);
      } else {
        reject(new Error(`${program} scored nothing: ${stderr || (error?.message ?? "")}`));
      }
    });
  });
}
