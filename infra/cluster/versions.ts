/** When EKS stops supporting a Kubernetes version. ISO dates, UTC. */
export interface SupportPeriod {
  /** From the beginning of this day on the control plane costs 0.60 instead of 0.10 USD an hour, or is upgraded. */
  readonly standardSupportEnds: string;
  /** From this day on EKS upgrades the control plane whatever was asked for. */
  readonly extendedSupportEnds: string;
}

/**
 * Versions that a cluster may have: the default and its neighbours, since EKS goes one minor version at a time.
 *
 * The ends of standard support are AWS': 1.34's from the release calendar of the EKS user guide (kubernetes-versions),
 * 1.35's and 1.36's as `aws eks describe-cluster-versions` gave them (awslabs/awsome-distributed-ai,
 * architectures/amazon-eks, September 2026). Extended support is twelve months more, by the same user guide.
 */
export const KUBERNETES_VERSIONS = {
  "1.34": { standardSupportEnds: "2026-12-02", extendedSupportEnds: "2027-12-02" },
  "1.35": { standardSupportEnds: "2027-03-27", extendedSupportEnds: "2028-03-27" },
  "1.36": { standardSupportEnds: "2027-08-02", extendedSupportEnds: "2028-08-02" },
} as const satisfies Readonly<Record<string, SupportPeriod>>;

/** A Kubernetes minor version that a cluster may have. */
export type KubernetesVersion = keyof typeof KUBERNETES_VERSIONS;

/** The version that Kubeflow 26.03 and everything beside it is tried with. */
export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = "1.35";

/** How long before the end of standard support there is a warning: as long as AWS announces it ahead. */
export const WARNING_DAYS = 60;

/** What there is to say about a version. */
export interface VersionVerdict {
  /** Why a cluster must not have it, and what is allowed. */
  readonly refusal?: string;
  /** What will happen soon. */
  readonly warning?: string;
}

/** Whether a cluster may have this version, apart from the date. */
export function isKubernetesVersion(version: string): version is KubernetesVersion {
  return Object.hasOwn(KUBERNETES_VERSIONS, version);
}

/**
 * Whether a cluster may have a version on a day.
 *
 * @param version minor version, such as 1.35
 * @param today   any time of the day; EKS counts days in UTC
 * @returns nothing to say: an empty object
 */
export function checkKubernetesVersion(version: string, today: Date): VersionVerdict {
  if (!isKubernetesVersion(version)) {
    return { refusal: `Kubernetes ${version} is not one of the allowed versions: ${allowedOn(today)}` };
  }
  const { standardSupportEnds } = KUBERNETES_VERSIONS[version];
  const days = daysUntil(standardSupportEnds, today);
  if (days <= 0) {
    return {
      refusal: `EKS' standard support of Kubernetes ${version} ended on ${standardSupportEnds}; allowed: ${allowedOn(today)}`,
    };
  }
  if (days <= WARNING_DAYS) {
    return {
      warning:
        `EKS' standard support of Kubernetes ${version} ends on ${standardSupportEnds}, in ${days} ` +
        `${days === 1 ? "day" : "days"}: EKS then upgrades the cluster by itself, at a time of its own; allowed: ${allowedOn(today)}`,
    };
  }
  return {};
}

function allowedOn(today: Date): string {
  const supported = Object.entries(KUBERNETES_VERSIONS).filter(
    ([, { standardSupportEnds }]) => daysUntil(standardSupportEnds, today) > 0,
  );
  return supported.length === 0
    ? "none any more; this release is too old"
    : supported
        .map(([version, { standardSupportEnds }]) => `${version} (until ${standardSupportEnds})`)
        .join(", ");
}

const DAY = 24 * 60 * 60 * 1000;

function daysUntil(date: string, today: Date): number {
  return Math.ceil((Date.parse(`${date}T00:00:00Z`) - today.getTime()) / DAY);
}
