import { UserError } from "../../config/errors";

/**
 * What the engine said that matters: its errors, else its diagnosis, else the end of all that it wrote. The
 * Automation API wraps it into its own words, twice.
 */
export function enginesWords(output: string): string {
  const diagnosis = /^ *Diagnostics:\n([\s\S]*?)(?:^ *Resources:|^ *Duration:|$(?![\s\S]))/m.exec(
    output,
  )?.[1];
  if (diagnosis !== undefined) {
    return diagnosis.trim();
  }
  const errors = [...output.matchAll(/^ *error: (.*)$/gm)].map(([, text = ""]) => text);
  return errors.length > 0
    ? [...new Set(errors)].join("\n")
    : output.trim().split("\n").slice(-lastLines).join("\n");
}

const lastLines = 20;

/** The UserError for a call of the engine that failed: nobody wants to read where in the SDK. */
export function engineTrouble(what: string, output: string): UserError {
  return new UserError(`${what}: ${enginesWords(output)}`, wayOutOf(output), 1);
}

function wayOutOf(output: string): string | undefined {
  return /PULUMI_ACCESS_TOKEN|pulumi login/.test(output)
    ? "pulumi login, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL"
    : undefined;
}
