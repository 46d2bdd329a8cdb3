import { textOf, at } from "../../plugin/json";
import { isKubernetesVersion, KUBERNETES_VERSIONS } from "../../infra/cluster/versions";
import { releaseVersions } from "../../manifests";
import { charts } from "../../platform/addons";
import { pins } from "../versions/pins";
import { type Verdict, verdictsOn } from "../versions/verdicts";
import { groupBy, type ClusterObjects } from "./model/objects";
import type { PartInfo } from "./model/placement";
import type { Standing, VersionView } from "./model/versions";

/** What the platform has installed. */
export interface Installed {
  /** Kubeflow's release; undefined where the platform isn't up. */
  readonly release: string | undefined;
  readonly parts: readonly PartInfo[];
  /** Version of the API server; undefined where it doesn't answer. */
  readonly kubernetes: string | undefined;
  readonly objects: ClusterObjects;
}

/**
 * The versions of everything that is installed, each compared with what its publisher has.
 *
 * @param offline publishers are not asked
 */
export async function versionsOf(
  installed: Installed,
  now: Date,
  offline: boolean,
): Promise<readonly VersionView[]> {
  const { release, parts, kubernetes, objects } = installed;
  const used = new Set(parts.flatMap(({ chart }) => chart?.name ?? []));
  const known = releaseVersions.find((version) => version === release);
  const wanted = known === undefined ? [] : pins(known).filter(({ name }) => isCompared(name, used));
  const verdicts = offline ? [] : await verdictsOn(wanted);
  const standing = (name: string): Standing | undefined => standingOf(verdicts, name);
  const kubelets = groupBy(objects.Node ?? [], (node) =>
    textOf(at(node, "status", "nodeInfo", "kubeletVersion"), "unknown"),
  );
  return [
    ...(release === undefined
      ? []
      : [{ what: "Kubeflow", version: release, from: "release" as const, standing: standing("Kubeflow") }]),
    ...(kubernetes === undefined
      ? []
      : [
          {
            what: "Kubernetes",
            version: kubernetes,
            from: "cluster" as const,
            standing: supportOf(kubernetes, now),
          },
        ]),
    ...[...kubelets].map(([version, nodes]) => ({
      what: `kubelet of ${nodes.length === 1 ? "1 node" : `${nodes.length} nodes`}`,
      version,
      from: "nodes" as const,
      standing: undefined,
    })),
    ...Object.values(charts)
      .filter(({ name }) => used.has(name))
      .map(({ name, version }) => ({
        what: name,
        version,
        from: "chart" as const,
        standing: standing(name),
      })),
  ];
}

/** Undefined for a version that the table of infra doesn't have. */
function supportOf(version: string, now: Date): Standing | undefined {
  const [, minor = ""] = /^v?(\d+\.\d+)/.exec(version) ?? [];
  if (!isKubernetesVersion(minor)) {
    return undefined;
  }
  const until = KUBERNETES_VERSIONS[minor].standardSupportEnds;
  return { state: "supported", until, isOver: until <= now.toISOString().slice(0, 10) };
}

function isCompared(name: string, charts: ReadonlySet<string>): boolean {
  return name === "Kubeflow" || charts.has(name);
}

function standingOf(verdicts: readonly Verdict[], name: string): Standing | undefined {
  const verdict = verdicts.find(({ pin }) => pin.name === name);
  switch (verdict?.state) {
    case undefined:
      return undefined;
    case "newest":
      return { state: "newest" };
    case "behind":
      return { state: "behind", newest: verdict.newest };
    case "unknown":
      return { state: "unknown", why: `${verdict.host ?? "its publisher"} not reachable` };
  }
}
