import * as fs from "node:fs";
import * as path from "node:path";
import * as yaml from "js-yaml";
import { arrayOf, isObject } from "./manifest";

/** The names that kustomize looks for in a folder. */
const fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Fields of a kustomization that lead to objects, in files or in other folders. */
const resourceFields = ["resources", "bases", "components"] as const;

/** How many folders are named for one that is missing. */
const mostCandidates = 3;

/** How likely a folder must be to be named at all, where 1 is the same objects. */
const leastLikeness = 0.2;

/** What the same path counts, where the same objects count 1. */
const pathWeight = 0.5;

/** The kustomizations of a release, and what they name: found by reading files, nothing is rendered. */
export class KustomizationFolders {
  readonly #objects = new Map<string, ReadonlySet<string>>();
  #folders: readonly string[] | undefined;

  /** @param directory the release's files */
  constructor(private readonly directory: string) {}

  /** All folders with a kustomization, relative to the directory. */
  get all(): readonly string[] {
    this.#folders ??= fs
      .readdirSync(this.directory, { recursive: true, encoding: "utf8" })
      .filter((file) => fileNames.includes(path.basename(file)) && !file.startsWith(".git"))
      .map((file) => path.dirname(file).split(path.sep).join("/"))
      .sort();
    return this.#folders;
  }

  /** Whether a folder has a kustomization. */
  has(folder: string): boolean {
    return this.#fileOf(folder) !== undefined;
  }

  /** `<kind>/<name>` of the objects that a kustomization takes from files, before it changes them. */
  objectsOf(folder: string): ReadonlySet<string> {
    const known = this.#objects.get(folder);
    if (known !== undefined) {
      return known;
    }
    // A folder that leads to itself has nothing more to offer.
    this.#objects.set(folder, new Set());
    const file = this.#fileOf(folder);
    const kustomization = file === undefined ? undefined : documentsOf(file)[0];
    const paths = isObject(kustomization)
      ? resourceFields.flatMap((field) => arrayOf(kustomization[field]))
      : [];
    const objects = new Set(
      paths.flatMap((one) => (typeof one === "string" ? this.#objectsAt(path.posix.join(folder, one)) : [])),
    );
    this.#objects.set(folder, objects);
    return objects;
  }

  #objectsAt(place: string): readonly string[] {
    const full = path.join(this.directory, place);
    const stats = fs.statSync(full, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) {
      return [...this.objectsOf(place)];
    }
    return stats?.isFile() === true ? documentsOf(full).flatMap(identityOf) : [];
  }

  #fileOf(folder: string): string | undefined {
    return fileNames
      .map((name) => path.join(this.directory, folder, name))
      .find((file) => fs.existsSync(file));
  }
}

/** A kustomization that a release doesn't have where another one has it. */
export interface MovedFolder {
  /** Where the other release has it. */
  readonly folder: string;
  /** Whether it is gone; else it is there and has lost objects to others. */
  readonly gone: boolean;
  /** What may have taken its place, the likeliest first. */
  readonly candidates: readonly FolderCandidate[];
}

/** A folder that may have taken another one's place. */
export interface FolderCandidate {
  readonly folder: string;
  /** How many of the other's objects it has, by kind and name. */
  readonly objects: number;
  /** Of how many. */
  readonly of: number;
}

/**
 * Which of the folders of one release another one lacks, and what it has in their place: by the objects that they name,
 * then by their paths.
 */
export function movedFolders(
  folders: readonly string[],
  from: KustomizationFolders,
  to: KustomizationFolders,
): readonly MovedFolder[] {
  return [...new Set(folders)].flatMap((folder): MovedFolder[] => {
    const wanted = from.objectsOf(folder);
    if (!to.has(folder)) {
      return [{ folder, gone: true, candidates: candidatesFor(folder, wanted, to) }];
    }
    // Still there: objects that it has lost and another folder has, which does not take them from it.
    const left = to.objectsOf(folder);
    const lost = new Set([...wanted].filter((object) => !left.has(object)));
    const whole = candidatesFor(folder, lost, to).filter(
      ({ objects, of, folder: other }) => other !== folder && of > 1 && objects > of / 2,
    );
    return whole.length === 0 ? [] : [{ folder, gone: false, candidates: whole }];
  });
}

/** The likeliest folders: those with the same objects and no others, and of two alike the one with the nearer path. */
function candidatesFor(
  folder: string,
  wanted: ReadonlySet<string>,
  to: KustomizationFolders,
): readonly FolderCandidate[] {
  return to.all
    .map((other) => {
      const has = to.objectsOf(other);
      const objects = [...wanted].filter((object) => has.has(object)).length;
      const likeness =
        ratio(objects, wanted.size + has.size - objects) + pathWeight * pathLikeness(folder, other);
      return { likeness, candidate: { folder: other, objects, of: wanted.size } };
    })
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, mostCandidates)
    .map(({ candidate }) => candidate);
}

/** How much of two paths' words is the same: releases rename folders as they rename what is inside. */
function pathLikeness(first: string, second: string): number {
  const [a, b] = [wordsOf(first), wordsOf(second)];
  const same = [...a].filter((word) => b.has(word)).length;
  return ratio(same, a.size + b.size - same);
}

function wordsOf(folder: string): ReadonlySet<string> {
  return new Set(folder.split(/[/-]/).map((word) => word.replace(/s$/, "")));
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function identityOf(document: unknown): string[] {
  if (!isObject(document) || !isObject(document.metadata)) {
    return [];
  }
  const { kind, metadata } = document;
  return typeof kind === "string" && typeof metadata.name === "string" ? [`${kind}/${metadata.name}`] : [];
}

function documentsOf(file: string): readonly unknown[] {
  try {
    return yaml.loadAll(fs.readFileSync(file, "utf8"), undefined, { schema: yaml.CORE_SCHEMA });
  } catch {
    // Not YAML, or a template of it: nothing to compare by.
    return [];
  }
}
