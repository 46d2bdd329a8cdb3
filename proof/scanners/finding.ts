/** How bad a scanner calls what it finds; checkov without an account knows one grade. */
export const SEVERITIES = ["kube-score critical", "kube-score warning", "checkov failed"] as const;

/** See {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** Something that a scanner finds in an object. */
export interface Finding {
  readonly severity: Severity;
  /** The scanner's name of the check: `pod-probes`, `CKV_K8S_43`. */
  readonly check: string;
  /** What the scanner says of the check. */
  readonly title: string;
  /** `<kind>/<namespace>/<name>`; without a namespace for cluster-scoped objects. */
  readonly object: string;
}

/** What the scanners say of a set of objects. */
export interface Scan {
  /** Objects that were handed over. */
  readonly objects: number;
  /** Checks that checkov made: passed and failed ones. */
  readonly checksMade: number;
  readonly findings: readonly Finding[];
}

/** How many findings of a severity there are. */
export function count({ findings }: Scan, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
