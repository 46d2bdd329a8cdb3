import type { Environment } from "../../config/environment";
import { UserError } from "../../config/errors";
import {
  checkSource,
  findRelease,
  KustomizationFolders,
  locateSource,
  type MovedFolder,
  movedFolders,
  obtainSource,
  type Release,
  releaseVersions,
  type ReleaseVersion,
  render,
  type Rendered,
  type Source,
  sourceWayOut,
} from "../../manifests";
import { CrdStore } from "../../manifests/crds/store";
import { catalogue, type Component } from "../../platform/components";
import { targetsOf } from "../../platform/objects";
import type { Setting } from "../../platform/part";
import { isAddon } from "../../platform/parts";
import { selectParts } from "../../platform/select";
import { type ComponentChanges, changesOf } from "./changes";

/** What another release changes in an environment, as far as its manifests tell. */
export interface ReleaseChanges {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  /** Kustomizations that the other release has elsewhere, as manifests/releases.ts says. */
  readonly elsewhere: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
  /** Kustomizations that the other release lacks and no table has: what is in them is not compared. */
  readonly missing: readonly (MovedFolder & { readonly component: string })[];
  readonly components: readonly ComponentChanges[];
}

/** How it is found out. */
export interface CompareOptions {
  readonly name: string;
  readonly setting: Setting;
  readonly to: ReleaseVersion;
  readonly environment: Environment;
  readonly onStep?: (text: string) => void;
}

/** The release of a name that somebody gave. @throws UserError where there is no such release */
export function knownRelease(version: string): ReleaseVersion {
  const known = releaseVersions.find((one) => one === version);
  if (known === undefined) {
    throw new UserError(
      `--release is "${version}": known releases: ${releaseVersions.join(", ")}`,
      `name one of them, or give ${version} a row in manifests/releases.ts; a commit and the name of its mirror folder will do for this (docs/upgrading.md)`,
    );
  }
  return known;
}

/**
 * Renders what an environment installs from its own release and from another one, as upstream has it, and compares.
 * Kustomizations that the other release lacks are all named, and the rest is compared.
 *
 * @throws UserError where manifests of one of the two can't be had
 */
export async function compareReleases(options: CompareOptions): Promise<ReleaseChanges> {
  const { name, setting, to, environment, onStep } = options;
  const from = setting.config.release;
  const next: Setting = { ...setting, config: { ...setting.config, release: to } };
  const [source, other] = [await sourceOf(from, environment), await sourceOf(to, environment)];
  const pairOf = (component: Component): Pair => ({
    component,
    before: targetsOf(component, setting),
    after: targetsOf(component, next),
  });
  const pairs = selectParts(setting).flatMap((part) => (isAddon(part) ? [] : [pairOf(part)]));
  // Of all components: whoever adopts a release wants to know of those too that are off here.
  const missing = missingFolders(Object.values(catalogue).map(pairOf), source, other);
  const lacking = new Set(missing.filter(({ gone }) => gone).map(({ folder }) => folder));
  const comparable = pairs.filter(({ after }) => !after.some((folder) => lacking.has(folder)));
  onStep?.(`rendering ${from}`);
  const old = await render(
    source,
    comparable.flatMap(({ before }) => before),
    { environment },
  );
  onStep?.(`rendering ${to}`);
  const rendered = await render(
    other,
    comparable.flatMap(({ after }) => after),
    { environment },
  );
  const store = new CrdStore(environment);
  return {
    environment: name,
    from,
    to,
    elsewhere: pairs
      .filter(({ before, after }) => before.join() !== after.join())
      .map(({ before, after }) => ({ from: before, to: after })),
    missing,
    components: await Promise.all(
      comparable.map(({ component, before, after }) =>
        changesOf(component.title, together(old, before), together(rendered, after), (digest) =>
          store.get(digest),
        ),
      ),
    ),
  };
}

interface Pair {
  readonly component: Component;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What is missing is looked for only where the other release is said to have the same folder. */
function missingFolders(pairs: readonly Pair[], source: Source, other: Source): ReleaseChanges["missing"] {
  const [from, to] = [new KustomizationFolders(source.directory), new KustomizationFolders(other.directory)];
  return pairs.flatMap(({ component, before, after }) =>
    before.join() === after.join()
      ? movedFolders(before, from, to).map((moved) => ({ ...moved, component: component.title }))
      : after
          .filter((folder) => !to.has(folder))
          .map((folder) => ({ folder, gone: true, candidates: [], component: component.title })),
  );
}

async function sourceOf(version: string, environment: Environment): Promise<Source> {
  const release: Release = findRelease(version);
  const source = locateSource(release, environment);
  const why = await checkSource(source);
  if (why !== undefined) {
    throw new UserError(why, sourceWayOut, 1);
  }
  await obtainSource(source);
  return source;
}

function together(
  rendered: ReadonlyMap<string, Rendered>,
  folders: readonly string[],
): Pick<Rendered, "crds" | "manifests"> {
  const parts = folders.flatMap((folder) => rendered.get(folder) ?? []);
  return { crds: parts.flatMap(({ crds }) => crds), manifests: parts.flatMap(({ manifests }) => manifests) };
}
