/** The label of the versions that a `Pipeline` component made: no others are ever removed. */
export const madeByUs = { "app.kubernetes.io/managed-by": "kubeflow-workloads" } as const;

/** A version of a pipeline, as far as its age decides about it. */
export interface PastVersion {
  readonly name: string;
  /** UID of the object, by which KFP names it. */
  readonly uid: string;
  /** When it was made, RFC 3339 in UTC as Kubernetes writes it. */
  readonly created: string;
}

/** Which versions stay and which go. */
export interface Pruning {
  /** Goes now. */
  readonly removed: readonly PastVersion[];
  /** Would go, but a recurring run still starts it. */
  readonly needed: readonly PastVersion[];
}

/**
 * Which versions are too many: the oldest, beyond those that are kept.
 *
 * @param versions all of the pipeline's versions
 * @param present  name of the one that counts now, which always stays
 * @param keep     how many others stay
 * @param needed   UIDs of versions that recurring runs start; they stay however old they are
 */
export function prune(
  versions: readonly PastVersion[],
  present: string,
  keep: number,
  needed: ReadonlySet<string>,
): Pruning {
  const past = versions.filter(({ name }) => name !== present).sort(newestFirst);
  const tooMany = past.slice(keep);
  return {
    removed: tooMany.filter(({ uid }) => !needed.has(uid)),
    needed: tooMany.filter(({ uid }) => needed.has(uid)),
  };
}

/** Kubernetes' times have seconds; of two versions of one second, the name decides, for the sake of one answer. */
function newestFirst(a: PastVersion, b: PastVersion): number {
  return Date.parse(b.created) - Date.parse(a.created) || (a.name < b.name ? -1 : 1);
}
