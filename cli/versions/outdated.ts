import { findRelease, releaseVersions } from "../../manifests";
import { publisherOfModule, publisherOfPackage, publisherOfProject } from "./package-indexes";
import { type KubernetesStanding, kubernetesStandings } from "./kubernetes";
import { releaseStandings, type ReleaseStanding } from "./kubeflow";
import { npmPackages, pythonProjects, toolchainModules } from "./packages";
import { chartPins, usualRelease } from "./pins";
import { PublishedVersions, type Publisher, publisherOfRepository } from "./published-versions";
import type { PackageSource, PackageSources } from "./sources";
import { type Pin, type Pinned, reason, type Verdict, verdictOn } from "./verdicts";

/** Pins of one kind, and what is known about each. */
export interface OutdatedGroup {
  /** For people. */
  readonly name: string;
  /** The files that pins are raised in. */
  readonly where: string;
  readonly verdicts: readonly Verdict[];
}

/** What upstream has beyond what is pinned here. */
export interface Outdated {
  readonly kubeflow: {
    readonly standings: readonly ReleaseStanding[];
    /** Why upstream's tags are not known; undefined where they are. */
    readonly why?: string;
  };
  readonly kubernetes: readonly KubernetesStanding[];
  readonly groups: readonly OutdatedGroup[];
  /** Whether anybody has answered. */
  readonly answered: boolean;
}

/** What is looked at. */
export interface OutdatedOptions {
  /** The clone. */
  readonly root: string;
  /** Release of Kubeflow by environment. */
  readonly releases: Readonly<Record<string, string>>;
  /** Minor version of Kubernetes by environment on EKS. */
  readonly kubernetes: Readonly<Record<string, string>>;
  /** Where packages come from; undefined where nobody is to be asked. */
  readonly sources: PackageSources | undefined;
  readonly now: Date;
  /** Ends all questions. */
  readonly signal: AbortSignal;
  /** Kubeflow's tags and the charts; else those that are pinned here. */
  readonly upstream?: { readonly kubeflow: Publisher; readonly charts: readonly Pin[] };
  /** Told the name of each kind of pins that everybody was asked about. */
  readonly onAnswers?: (name: string) => void;
}

/** A group before anybody is asked: who publishes each pin, or why nobody can be asked. */
interface Question {
  readonly name: string;
  readonly where: string;
  readonly pins: readonly (Pin | { readonly pin: Pinned; readonly why: string })[];
}

/** Asks everybody side by side; whoever can't be asked keeps nobody from answering. */
export async function findOutdated(options: OutdatedOptions): Promise<Outdated> {
  const { releases, kubernetes, sources, now, signal, onAnswers } = options;
  const published = new PublishedVersions(signal);
  const kubeflow = options.upstream?.kubeflow ?? publisherOfRepository(findRelease(usualRelease).repository);
  try {
    const [tags, groups] = await Promise.all([
      sources === undefined ? Promise.resolve(offline) : tagsOf(kubeflow, published),
      Promise.all(
        questionsOf(options).map(async ({ name, where, pins }) => {
          const verdicts = await Promise.all(pins.map((pin) => answerTo(pin, published)));
          onAnswers?.(name);
          return { name, where, verdicts };
        }),
      ),
    ]);
    const verdicts = groups.flatMap((group) => group.verdicts);
    return {
      kubeflow: {
        standings: releaseStandings(releases, releaseVersions, typeof tags === "string" ? [] : tags),
        ...(typeof tags === "string" && { why: tags }),
      },
      kubernetes: kubernetesStandings(kubernetes, now),
      groups,
      answered: typeof tags !== "string" || verdicts.some(({ state }) => state !== "unknown"),
    };
  } finally {
    await published.close();
  }
}

/** Why nobody is asked. */
const offline = "KUBEFLOW_TOOLS_OFFLINE is set";

function questionsOf({ root, sources, upstream }: OutdatedOptions): readonly Question[] {
  const at = <P extends Pinned>(
    pinned: readonly P[],
    source: (pin: P) => PackageSource,
    publisher: (pin: P, url: string) => Publisher,
  ): Question["pins"] =>
    pinned.map((pin) => {
      const from = source(pin);
      return "url" in from ? { ...pin, publisher: publisher(pin, from.url) } : { pin, why: from.why };
    });
  const nowhere = { why: offline };
  const charts = upstream?.charts ?? chartPins();
  return [
    {
      name: "Charts",
      where: "platform/addons/charts.ts",
      pins: sources === undefined ? charts.map((pin) => ({ pin, why: offline })) : charts,
    },
    {
      name: "Toolchain, Go modules",
      where: "toolchain/versions.ts, toolchain/go",
      pins: at(
        toolchainModules(),
        () => sources?.go ?? nowhere,
        ({ module }, url) => publisherOfModule(module, url),
      ),
    },
    {
      name: "Python",
      where: "*.in and the lock beside each",
      pins: at(
        pythonProjects(root),
        () => sources?.python ?? nowhere,
        ({ name }, url) => publisherOfProject(name, url),
      ),
    },
    {
      name: "npm",
      where: "package.json",
      pins: at(
        npmPackages(root),
        ({ name }) => sources?.npm(name) ?? nowhere,
        // Only the whole list has the newest of a line.
        ({ name, held }, url) => publisherOfPackage(name, url, held !== undefined),
      ),
    },
  ];
}

async function answerTo(pin: Question["pins"][number], published: PublishedVersions): Promise<Verdict> {
  return "publisher" in pin ? verdictOn(pin, published) : { pin: pin.pin, state: "unknown", why: pin.why };
}

async function tagsOf(
  kubeflow: Publisher,
  published: PublishedVersions,
): Promise<readonly string[] | string> {
  try {
    return await published.of(kubeflow);
  } catch (error) {
    return `${new URL(kubeflow.url).host}: ${reason(error)}`;
  }
}
