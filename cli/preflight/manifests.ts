import { checkSource, findRelease, locateSource, sourceWayOut } from "../../manifests";
import type { Check, Finding, PreflightContext } from "./check";

/** Checks of upstream's manifests. */
export const manifestChecks: readonly Check[] = [
  { name: "Manifests", applies: ({ configuration }) => configuration !== undefined, run: checkManifests },
];

async function checkManifests({ configuration, environment }: PreflightContext): Promise<Finding> {
  const release = findRelease(configuration?.platform.release ?? "");
  const source = locateSource(release, environment);
  const trouble = await checkSource(source);
  if (trouble !== undefined) {
    return { result: "failure", text: trouble, wayOut: sourceWayOut };
  }
  const from =
    source.kind === "mirror" ? `mirror ${source.directory}` : `git, commit ${release.commit.slice(0, 8)}`;
  return { result: "ok", text: `Kubeflow ${release.version} from ${from}` };
}
