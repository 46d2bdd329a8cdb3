import { isKubernetesVersion, KUBERNETES_VERSIONS } from "../../infra/cluster/versions";

/**
 * The last days of RDS' standard support, by MySQL's major version. What isn't listed is taken to be supported.
 * Sources: buttonmen-dev/buttonmen issue 3098 (8.0 ends on 2026-07-31), and bills of several public repositories, in
 * which "ExtendedSupport:Yr1-Yr2:MySQL8.0" begins on 2026-08-01.
 */
const MYSQL_SUPPORT_ENDS: Readonly<Record<string, string>> = { "8.0": "2026-07-31" };

/** The last day of standard support of a MySQL version, where that is over; RDS charges for more. */
export function mysqlSupportEnded(version: string, now: Date): string | undefined {
  const last = MYSQL_SUPPORT_ENDS[version.split(".").slice(0, 2).join(".")];
  return last !== undefined && last < dayOf(now) ? last : undefined;
}

/** The day on which a Kubernetes version's standard support ended, where that is over; EKS charges for more. */
export function kubernetesSupportEnded(version: string, now: Date): string | undefined {
  const end = isKubernetesVersion(version) ? KUBERNETES_VERSIONS[version].standardSupportEnds : undefined;
  return end !== undefined && end <= dayOf(now) ? end : undefined;
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
