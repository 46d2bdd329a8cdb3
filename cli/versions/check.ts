import type { Check, Finding, PreflightContext } from "../preflight";
import { count } from "../terminal/text";
import { pins, usualRelease } from "./pins";
import { type Pin, type Verdict, verdictsOn } from "./verdicts";

/** Checks of doctor alone: they go to other people's servers, and nothing that they find stands in the way of `up`. */
export const versionChecks: readonly Check[] = [{ name: "Versions", run: checkVersions }];

async function checkVersions({ environment, configuration }: PreflightContext): Promise<Finding> {
  return environment.offline
    ? { result: "ok", text: "nobody was asked for newer ones: KUBEFLOW_TOOLS_OFFLINE is set" }
    : compareVersions(pins(configuration?.platform.release ?? usualRelease));
}

/** Asks all publishers side by side and says which pins are behind, and which nobody could be asked about. */
export async function compareVersions(all: readonly Pin[], milliseconds?: number): Promise<Finding> {
  return findingOf(await verdictsOn(all, milliseconds));
}

function findingOf(verdicts: readonly Verdict[]): Finding {
  const of = (state: Verdict["state"]) => verdicts.filter((verdict) => verdict.state === state);
  const lines = verdicts.flatMap((verdict) => {
    const { name, version } = verdict.pin;
    switch (verdict.state) {
      case "newest":
        return [];
      case "behind":
        return [`${name} ${version} → ${verdict.newest}`];
      case "unknown":
        return [`${name} ${version}: ${verdict.host ?? "its publisher"} not reachable (${verdict.why})`];
    }
  });
  const summary = [
    `${of("newest").length} of ${count(verdicts.length, "pinned version")} are the newest`,
    ...(of("behind").length > 0 ? [`${of("behind").length} behind`] : []),
    ...(of("unknown").length > 0 ? [`${of("unknown").length} unknown`] : []),
  ].join(", ");
  return {
    result: of("behind").length > 0 ? "warning" : "ok",
    text: [summary, ...lines].join("\n"),
    ...(of("behind").length > 0
      ? { wayOut: "npm run manifests -- outdated says more; docs/upgrading.md says how to move" }
      : {}),
  };
}
