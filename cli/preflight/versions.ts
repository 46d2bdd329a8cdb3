import { messageOf } from "../../config/errors";
import { findRelease, releaseVersions } from "../../manifests";
import { charts } from "../../platform/addons";
import { count } from "../terminal/text";
import type { Check, Finding, PreflightContext } from "./check";
import {
  PublishedVersions,
  type Publisher,
  publisherOfChart,
  publisherOfRepository,
} from "./published-versions";

/** Milliseconds that all publishers together have for their answers. */
const patience = 5_000;

/** Something whose version this project pins. */
export interface Pin {
  /** As people call it. */
  readonly name: string;
  readonly version: string;
  readonly publisher: Publisher;
}

/** What is known about a pin. */
export type Verdict =
  | { readonly pin: Pin; readonly state: "newest" }
  | { readonly pin: Pin; readonly state: "behind"; readonly newest: string }
  | { readonly pin: Pin; readonly state: "unknown"; readonly why: string };

/** Checks of doctor alone: they go to other people's servers, and nothing that they find stands in the way of `up`. */
export const versionChecks: readonly Check[] = [{ name: "Versions", run: checkVersions }];

async function checkVersions({ environment, configuration }: PreflightContext): Promise<Finding> {
  return environment.offline
    ? { result: "ok", text: "nobody was asked for newer ones: KUBEFLOW_TOOLS_OFFLINE is set" }
    : compareVersions(pins(configuration?.platform.release ?? releaseVersions.at(-1) ?? ""));
}

/** Every pin: the charts of the add-ons and the release of Kubeflow. */
export function pins(release: string): Pin[] {
  const { version, repository } = findRelease(release);
  return [
    { name: "Kubeflow", version, publisher: publisherOfRepository(repository) },
    ...Object.values(charts).map((chart) => ({
      name: chart.name,
      version: chart.version,
      publisher: publisherOfChart(chart),
    })),
  ];
}

/** Asks all publishers side by side and says which pins are behind, and which nobody could be asked about. */
export async function compareVersions(
  all: readonly Pin[],
  milliseconds: number = patience,
): Promise<Finding> {
  return findingOf(await verdictsOn(all, milliseconds));
}

/** The same for programs: what is known about each pin. */
export async function verdictsOn(
  all: readonly Pin[],
  milliseconds: number = patience,
): Promise<readonly Verdict[]> {
  const published = new PublishedVersions(AbortSignal.timeout(milliseconds));
  try {
    return await Promise.all(all.map((pin) => verdictOn(pin, published)));
  } finally {
    await published.close();
  }
}

async function verdictOn(pin: Pin, published: PublishedVersions): Promise<Verdict> {
  try {
    const newest = newestOf(await published.of(pin.publisher));
    if (newest === undefined) {
      return { pin, state: "unknown", why: "no version was found" };
    }
    return compare(newest, pin.version) > 0 ? { pin, state: "behind", newest } : { pin, state: "newest" };
  } catch (error) {
    return { pin, state: "unknown", why: reason(error) };
  }
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
        return [
          `${name} ${version}: ${new URL(verdict.pin.publisher.url).host} not reachable (${verdict.why})`,
        ];
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
      ? {
          wayOut:
            "platform/addons/charts.ts and manifests/releases.ts have the pins; docs/addons.md says how to raise one",
        }
      : {}),
  };
}

/** Numbers between dots, perhaps with a `v`; anything else (`-rc.1`, `latest`, a signature) is no release. */
const release = /^v?\d+(?:\.\d+)*$/;

/** The highest release among versions. */
export function newestOf(versions: readonly string[]): string | undefined {
  return versions
    .filter((version) => release.test(version))
    .reduce<string | undefined>(
      (best, one) => (best === undefined || compare(one, best) > 0 ? one : best),
      undefined,
    );
}

/** Above zero where the first version is the newer one; missing numbers are zeros. */
export function compare(first: string, second: string): number {
  const a = numbersOf(first);
  const b = numbersOf(second);
  const differing = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0));
  return differing.find((difference) => difference !== 0) ?? 0;
}

function numbersOf(version: string): number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}

function reason(error: unknown): string {
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) {
    return "no answer in time";
  }
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
