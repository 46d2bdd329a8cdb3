import { isAws } from "../../infra/config";
import { charts } from "../../platform/addons";
import type { StackState } from "../engine/state";
import type { Configuration } from "../preflight";
import { at, objectOf, textOf } from "../../plugin/json";
import { compare, isVersion } from "../versions/order";

/** Versions of what an environment is made of; undefined where it has none, or none is known. */
export interface Versions {
  /** Kubeflow's release, such as `26.03`. */
  readonly kubeflow: string | undefined;
  /** Kubernetes' minor version of a cluster on AWS, such as `1.35`; undefined elsewhere. */
  readonly kubernetes: string | undefined;
  /** Versions of charts that are installed, by the chart's name. */
  readonly charts: Readonly<Record<string, string>>;
}

/** What the state says that there is. */
export interface Installed extends Versions {
  /** The release that the last run was bringing: another than `kubeflow` where it was stopped or failed. */
  readonly begun: string | undefined;
}

/** A version that changes. */
export interface VersionStep {
  /** `Kubeflow`, `Kubernetes`, or the name of a chart. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly direction: "forward" | "back";
}

/** What is installed and configured differs in version. */
export interface Upgrade {
  /** Kubeflow first, then Kubernetes, then charts by name; empty where a run was stopped and all of it is to be taken back. */
  readonly steps: readonly VersionStep[];
  /** A run that was stopped or failed halfway, so that what is there is partly one release and partly the other. */
  readonly stopped?: { readonly from: string; readonly to: string };
}

/** Type of the component that all of the platform is in; it has the release in its inputs from the run's beginning. */
const platformType = "kubeflow:platform:Kubeflow";
const chartType = "kubernetes:helm.sh/v3:Release";

/** Reads what is installed from the states of infra and platform; undefined ones are not up. */
export function installedOf(
  infra: StackState | undefined,
  platform: Pick<StackState, "outputs" | "resources"> | undefined,
): Installed {
  const resources = platform?.resources ?? [];
  const begun = resources.find(({ type }) => type === platformType);
  const releases = resources
    .filter(({ type }) => type === chartType)
    .map(
      ({ inputs }) =>
        [textOf(at(objectOf(inputs), "name")), textOf(at(objectOf(inputs), "version"))] as const,
    );
  return {
    kubeflow: versionIn(objectOf(platform?.outputs).release),
    begun: versionIn(at(objectOf(begun?.inputs), "release")),
    kubernetes:
      infra?.outputs.provider === "aws"
        ? versionIn(at(objectOf(infra.outputs.cluster), "kubernetesVersion"))
        : undefined,
    charts: Object.fromEntries(releases.filter(([name, version]) => name !== "" && version !== "")),
  };
}

/** What the configuration asks for. */
export function wantedBy({ infra, platform }: Pick<Configuration, "infra" | "platform">): Versions {
  const eks = isAws(infra) ? infra.cluster.kubernetesVersion : undefined;
  return {
    kubeflow: platform.release,
    kubernetes: eks,
    charts: Object.fromEntries(Object.values(charts).map(({ name, version }) => [name, version])),
  };
}

/** What changes in version; undefined where nothing does, or where nothing is there yet. */
export function upgradeOf(installed: Installed, wanted: Versions): Upgrade | undefined {
  const { kubeflow, begun } = installed;
  const names = Object.keys(installed.charts).sort();
  const steps = [
    ...stepOf("Kubeflow", kubeflow, wanted.kubeflow),
    ...stepOf("Kubernetes", installed.kubernetes, wanted.kubernetes),
    ...names.flatMap((name) => stepOf(name, installed.charts[name], wanted.charts[name])),
  ];
  const stopped =
    kubeflow !== undefined && begun !== undefined && begun !== kubeflow
      ? { from: kubeflow, to: begun }
      : undefined;
  return steps.length === 0 && stopped === undefined
    ? undefined
    : { steps, ...(stopped !== undefined && { stopped }) };
}

function stepOf(what: string, from: string | undefined, to: string | undefined): VersionStep[] {
  return from === undefined || to === undefined || from === to
    ? []
    : [{ what, from, to, direction: isBefore(to, from) ? "back" : "forward" }];
}

/** Charts' versions have what versions of releases have not (`v0.5.30`, `1.2.3+build`): what can't be compared is no step back. */
function isBefore(one: string, other: string): boolean {
  return isVersion(one) && isVersion(other) && compare(one, other) < 0;
}

function versionIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
