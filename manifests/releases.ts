import { UserError } from "../config/errors";
import { nearest } from "../config/nearest";

/** A Kubeflow release that this project knows how to install. */
export interface Release {
  /** The release's name, as upstream tags it. */
  readonly version: string;
  /** Git repository with its kustomizations, `<owner>/<name>` on GitHub. */
  readonly repository: string;
  /** The commit that is installed. */
  readonly commit: string;
  /** Folder of this release inside a mirror directory. */
  readonly mirrorFolder: string;
}

/**
 * Every release that can be named in `kubeflow-platform:release`.
 *
 * Source of the commits: the tags of kubeflow/community-distribution (once kubeflow/manifests).
 */
const releases: readonly Release[] = [
  {
    version: "26.03",
    repository: "kubeflow/community-distribution",
    commit: "d68ebc7fab366ab40ddd1541d2ec22febb31bc83",
    mirrorFolder: "kubeflow-26.03",
  },
];

/** The names of the releases that can be installed, oldest first. */
export const releaseVersions: readonly string[] = releases.map(({ version }) => version);

/**
 * Finds a release by its name.
 *
 * @throws UserError naming the known releases
 */
export function findRelease(version: string): Release {
  const release = releases.find((candidate) => candidate.version === version);
  if (release === undefined) {
    const hint = nearest(version, releaseVersions);
    throw new UserError(
      `kubeflow-platform:release is "${version}": ${hint === undefined ? "" : `did you mean ${hint}? `}known releases: ${releaseVersions.join(", ")}`,
      "set one of them, or add the release to manifests/releases.ts",
    );
  }
  return release;
}
