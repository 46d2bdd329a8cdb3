import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../config/environment";
import { UserError } from "../config/errors";
import { writeAtomically } from "../config/files";
import { clone, isReachable } from "./git";
import type { Release } from "./releases";

/** Where the manifests of a release are read from. */
export type Source =
  | {
      /** A directory with the release's files, handed over by people. */
      readonly kind: "mirror";
      readonly directory: string;
    }
  | {
      /** A checkout of the pinned commit in the machine's cache; made on first use. */
      readonly kind: "git";
      readonly directory: string;
      readonly release: Release;
      /** The checkout is there already. */
      readonly present: boolean;
    };

const repositoryRoot = path.resolve(__dirname, "..");

/** Mirror directories that are looked for where `MANIFESTS_MIRROR` is not set, relative to the repository. */
const usualMirrors = ["mirror", path.join("..", "shared", "mirror")];

/**
 * Finds out where a release's manifests come from: `MANIFESTS_MIRROR`, else one of the usual mirror
 * directories, else git. Touches nothing and asks no network.
 *
 * @throws UserError where `MANIFESTS_MIRROR` names a directory that lacks the release
 */
export function locateSource(
  release: Release,
  environment: Environment,
  root: string = repositoryRoot,
): Source {
  const { manifestsMirror } = environment;
  if (manifestsMirror !== undefined) {
    const directory = path.resolve(manifestsMirror, release.mirrorFolder);
    if (!isDirectory(directory)) {
      throw new UserError(
        `MANIFESTS_MIRROR is ${manifestsMirror}: there is no folder ${release.mirrorFolder} in it, which release ${release.version} is read from`,
        "point MANIFESTS_MIRROR at a directory that holds the release, or unset it to use git",
      );
    }
    return { kind: "mirror", directory };
  }
  const usual = usualMirrors
    .map((mirror) => path.resolve(root, mirror, release.mirrorFolder))
    .find((directory) => isDirectory(directory));
  if (usual !== undefined) {
    return { kind: "mirror", directory: usual };
  }
  const directory = path.join(
    environment.cacheDir,
    "sources",
    `${release.version}-${release.commit.slice(0, 12)}`,
  );
  return { kind: "git", directory, release, present: isDirectory(directory) };
}

/** The mirror directories of this machine: the one that `MANIFESTS_MIRROR` names, else the usual ones that are there. */
export function mirrorDirectories({ manifestsMirror }: Environment, root: string = repositoryRoot): string[] {
  return manifestsMirror === undefined
    ? usualMirrors.map((mirror) => path.resolve(root, mirror)).filter((directory) => isDirectory(directory))
    : [path.resolve(manifestsMirror)];
}

/**
 * Says why a source can't be used, or nothing where it can: the preflight's check, a few seconds at most.
 */
export async function checkSource(source: Source): Promise<string | undefined> {
  if (source.kind === "mirror" || source.present) {
    return undefined;
  }
  const { repository, version } = source.release;
  return (await isReachable(repository))
    ? undefined
    : `the manifests of Kubeflow ${version} are not on this machine and the git repository ${repository} does not answer`;
}

/** What to do where {@link checkSource} finds something. */
export const sourceWayOut =
  "set MANIFESTS_MIRROR to a directory that holds the release's manifests, or give this machine access to its git host";

/**
 * Makes sure that the source's files are there: clones the pinned commit where it is missing.
 *
 * @throws UserError where git can't get it
 */
export async function obtainSource(source: Source): Promise<void> {
  if (source.kind === "git" && !isDirectory(source.directory)) {
    await clone(source.release.repository, source.release.commit, source.directory);
  }
}

/**
 * Digest of everything that rendering reads. A git checkout is named by its commit; a mirror is people's to change:
 * its files are read anew (36 MB) where one of them has another size or time of change than when they were read last.
 */
export function sourceDigest(source: Source, { cacheDir }: Pick<Environment, "cacheDir">): string {
  if (source.kind === "git") {
    return createHash("sha256").update(source.release.commit).digest("hex");
  }
  const { directory } = source;
  const files = fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const looks = createHash("sha256").update(directory);
  for (const file of files) {
    const { size, mtimeMs, ctimeMs } = fs.statSync(file);
    looks.update(`${file}\0${size}\0${mtimeMs}\0${ctimeMs}\0`);
  }
  const known = path.join(cacheDir, "sources", `mirror-${looks.digest("hex")}`);
  if (fs.existsSync(known)) {
    return fs.readFileSync(known, "utf8");
  }
  const digest = contentDigest(directory, files);
  fs.mkdirSync(path.dirname(known), { recursive: true });
  writeAtomically(known, digest);
  return digest;
}

function contentDigest(directory: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = fs.readFileSync(file);
    hash.update(`${path.relative(directory, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function isDirectory(directory: string): boolean {
  return fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
