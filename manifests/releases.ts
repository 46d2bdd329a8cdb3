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
  /**
   * Kustomizations that the first release below has elsewhere: its folder → what takes its place here, several where
   * this release has taken it apart. Default: all are where the first release has them.
   */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Every release that can be named in `kubeflow-platform:release`.
 *
 * Source of the commits: the tags of kubeflow/community-distribution (once kubeflow/manifests).
 */
const releases = [
  {
    version: "26.03",
    repository: "kubeflow/community-distribution",
    commit: "d68ebc7fab366ab40ddd1541d2ec22febb31bc83",
    mirrorFolder: "kubeflow-26.03",
  },
  {
    version: "26.03.1-rc.2",
    repository: "kubeflow/community-distribution",
    commit: "0d1a00306501ebaf2a0edc121656752b3deeba57",
    mirrorFolder: "kubeflow-26.03.1-rc.2",
    folders: {
      "common/cert-manager/overlays/kubeflow": [
        "common/cert-manager/base",
        "common/cert-manager/overlays/kubeflow",
      ],
      "applications/admission-webhook/upstream/overlays/cert-manager": [
        "applications/dashboard/upstream/poddefaults-webhooks/overlays/cert-manager",
      ],
      "applications/centraldashboard/overlays/oauth2-proxy": [
        "applications/dashboard/upstream/centraldashboard/overlays/kserve",
      ],
      "applications/jupyter/jupyter-web-app/upstream/overlays/istio": [
        "applications/notebooks-v1/upstream/jupyter-web-app/overlays/istio",
      ],
      "applications/jupyter/notebook-controller/upstream/overlays/kubeflow": [
        "applications/notebooks-v1/upstream/notebook-controller/overlays/kubeflow",
      ],
      "applications/model-registry/upstream/base": ["applications/hub/upstream/base"],
      "applications/model-registry/upstream/overlays/db": ["applications/hub/upstream/overlays/db"],
      "applications/model-registry/upstream/options/ui/overlays/istio": [
        "applications/hub/upstream/options/ui/overlays/istio",
      ],
      "applications/profiles/pss": [
        "applications/dashboard/upstream/profile-controller/overlays/kubeflow-pss",
      ],
      "applications/pvcviewer-controller/upstream/base": [
        "applications/notebooks-v1/upstream/pvcviewer-controller/base",
      ],
      "applications/tensorboard/tensorboard-controller/upstream/overlays/kubeflow": [
        "applications/notebooks-v1/upstream/tensorboard-controller/overlays/kubeflow",
      ],
      "applications/tensorboard/tensorboards-web-app/upstream/overlays/istio": [
        "applications/notebooks-v1/upstream/tensorboards-web-app/overlays/istio",
      ],
      "applications/volumes-web-app/upstream/overlays/istio": [
        "applications/notebooks-v1/upstream/volumes-web-app/overlays/istio",
      ],
    },
  },
] as const satisfies readonly Release[];

/** The name of a release that can be installed. */
export type ReleaseVersion = (typeof releases)[number]["version"];

/** All of them, oldest first. */
export const releaseVersions: readonly ReleaseVersion[] = releases.map(({ version }) => version);

/** In which releases something is: both ends belong to it. Default: in all. */
export interface Span {
  readonly since?: ReleaseVersion;
  readonly until?: ReleaseVersion;
}

/** True where a release is in a span. */
export function isIn(version: ReleaseVersion, { since, until }: Span): boolean {
  const place = (one: ReleaseVersion) => releaseVersions.indexOf(one);
  return (
    (since === undefined || place(version) >= place(since)) &&
    (until === undefined || place(version) <= place(until))
  );
}

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

/**
 * The folders of a release that have what one folder of the first release has.
 *
 * @throws UserError where there is no such release
 */
export function foldersOf(version: ReleaseVersion, folder: string): readonly string[] {
  return findRelease(version).folders?.[folder] ?? [folder];
}
