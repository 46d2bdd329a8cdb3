import { UserError } from "../../config/errors";
import { awsChecks } from "./aws";
import { type Check, fromError, type NamedFinding, type PreflightContext, runChecks } from "./check";
import { clusterChecks } from "./cluster";
import { type Configuration, readConfiguration } from "./configuration";
import { lockChecks } from "./lock";
import { machineChecks } from "./machine";
import { manifestChecks } from "./manifests";
import { platformChecks } from "./platform";
import { toolChecks } from "./tools";

export { type Check, exitCodeOf, type Finding, type NamedFinding, type PreflightContext } from "./check";
export { type Configuration, readConfiguration } from "./configuration";
export { neededTools, withoutLinks } from "./tools";

/** Everything that can be known to fail before the first slow step, in the order in which it is shown. */
const checks: readonly Check[] = [
  ...machineChecks,
  ...toolChecks,
  ...manifestChecks,
  ...clusterChecks,
  ...awsChecks,
  ...platformChecks,
  ...lockChecks,
];

/** What the preflight found. */
export interface Preflight {
  readonly findings: readonly NamedFinding[];
  /** The configuration, where it is right. */
  readonly configuration: Configuration | undefined;
}

/** Runs all checks, and `more` that only some commands want. */
export async function preflight(
  given: Omit<PreflightContext, "configuration">,
  more: readonly Check[] = [],
): Promise<Preflight> {
  let configuration: Configuration | undefined;
  let finding: NamedFinding;
  try {
    configuration = readConfiguration(given.repository, given.name, given.cluster);
    finding = { check: "Configuration", result: "ok", text: `Pulumi.${given.name}.yaml` };
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    finding = { check: "Configuration", ...fromError(error) };
  }
  const others = await runChecks([...checks, ...more], { ...given, configuration });
  return { findings: [finding, ...others], configuration };
}
