import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS } from "../../infra/cluster/versions";
import { compare } from "./order";

/** How a minor version of Kubernetes stands. */
export interface KubernetesStanding {
  readonly version: string;
  /** What environments get that say nothing. */
  readonly usual: boolean;
  /** Environments on EKS that have it. */
  readonly environments: readonly string[];
  /** End of EKS' standard support, as an ISO date; undefined for a version that infra doesn't allow. */
  readonly supportEnds?: string;
  /** Days until then; below zero where it is over. */
  readonly daysLeft?: number;
}

const day = 24 * 60 * 60 * 1000;

/** The versions that EKS clusters may have or have, oldest first: facts of infra/cluster/versions.ts, nobody is asked. */
export function kubernetesStandings(
  installed: Readonly<Record<string, string>>,
  now: Date,
): readonly KubernetesStanding[] {
  const allowed: Readonly<Partial<Record<string, { readonly standardSupportEnds: string }>>> =
    KUBERNETES_VERSIONS;
  return [...new Set([...Object.keys(allowed), ...Object.values(installed)])].sort(compare).map((version) => {
    const ends = allowed[version]?.standardSupportEnds;
    return {
      version,
      usual: version === DEFAULT_KUBERNETES_VERSION,
      environments: Object.keys(installed).filter((name) => installed[name] === version),
      ...(ends !== undefined && {
        supportEnds: ends,
        daysLeft: Math.ceil((Date.parse(`${ends}T00:00:00Z`) - now.getTime()) / day),
      }),
    };
  });
}
